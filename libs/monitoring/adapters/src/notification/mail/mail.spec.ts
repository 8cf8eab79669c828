import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { alertMail } from './alert-mail';
import { createMailer } from './mailer';

const body = (change: object = {}, type = 'alert.raised') =>
  JSON.stringify({
    ...{ type, timestamp: '2026-11-23T10:00:00.000Z' },
    data: {
      ...{ alertId: 'a', model: 'loan', version: 3, rule: 'drift', watch: 'drift', subject: null },
      ...{ severity: 'warning', title: 'loan: the data drift', detail: { share: { drifted: 2, tested: 9 } } },
      ...change,
    },
  });

describe('an e-mail about an alert', () => {
  it('says in subject, text and HTML what fires and by which figures', () => {
    const { subject, text, html } = alertMail(body());
    expect(subject).toBe('[warning] loan: the data drift');
    expect(text).toContain('It fires: loan: the data drift');
    expect(text).toContain('Model: loan version 3');
    expect(text).toContain('share: {"drifted":2,"tested":9}');
    expect(html).toContain('<td>loan version 3</td>');
    expect(alertMail(body({}, 'alert.resolved')).subject).toBe('[resolved] loan: the data drift');
  });

  it('lets no name of a feature become markup or a header', () => {
    const { subject, html } = alertMail(body({ title: 'x\r\nBcc: all@example.com <script>' }));
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toContain('<script>');
  });

  it('reaches the mail server, once under one Message-ID however often it is sent', async () => {
    const got: { to: string[]; text: string }[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, done) {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => {
          got.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    const mailer = createMailer({
      SMTP_URL: `smtp://127.0.0.1:${port}`,
      ALERT_MAIL_FROM: 'Plumbline <alerts@example.com>',
      ALERT_MAIL_TO: ['ops@example.com', 'ml@example.com'],
    });
    await mailer!.send('msg_1', body());
    await mailer!.send('msg_1', body());
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(got.map(({ to }) => to)).toEqual(Array(2).fill(['ops@example.com', 'ml@example.com']));
    for (const { text } of got) {
      expect(text).toContain('Message-ID: <msg_1@plumbline>');
      expect(text).toContain('Subject: [warning] loan: the data drift');
      expect(text).toMatch(/Content-Type: text\/plain[\s\S]*Content-Type: text\/html/);
    }
  });

  it('needs a server and somebody to send to', () => {
    expect(createMailer({ ALERT_MAIL_FROM: 'a@b', ALERT_MAIL_TO: ['a@b'] })).toBeNull();
    expect(createMailer({ SMTP_URL: 'smtp://127.0.0.1', ALERT_MAIL_FROM: 'a@b', ALERT_MAIL_TO: [] })).toBeNull();
  });
});
