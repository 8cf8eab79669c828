import { z } from 'zod';

const bodySchema = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.object({
    model: z.string(),
    version: z.number().nullable(),
    rule: z.string(),
    severity: z.string(),
    title: z.string(),
    detail: z.record(z.string(), z.unknown()),
  }),
});

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** @param body of the delivery, the same that webhooks get */
export function alertMail(body: string): Mail {
  const { type, timestamp, data } = bodySchema.parse(JSON.parse(body));
  const isOver = type === 'alert.resolved';
  const rows: [string, string][] = [
    ['Model', data.version === null ? data.model : `${data.model} version ${data.version}`],
    ['Rule', `${data.rule} (${data.severity})`],
    ['When', timestamp],
    ...Object.entries(data.detail).map(([name, value]): [string, string] => [name, shown(value)]),
  ];
  const head = isOver ? 'It is over' : 'It fires';
  const cells = rows.map(
    ([name, value]) => `<tr><th align="left">${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
  );
  return {
    // One line: a line break in a name must not become a header.
    subject: `[${isOver ? 'resolved' : data.severity}] ${data.title}`.replaceAll(/\s+/g, ' '),
    text: [`${head}: ${data.title}`, '', ...rows.map(([name, value]) => `${name}: ${value}`)].join('\n'),
    html: `<p><strong>${head}: ${escaped(data.title)}</strong></p><table>${cells.join('')}</table>`,
  };
}
