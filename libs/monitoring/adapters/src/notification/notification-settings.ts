import { setting } from '@plumbline/platform';
import { z } from 'zod';

const listOf = (item: z.ZodString) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim().toLowerCase())
        .filter(Boolean),
    )
    .pipe(z.array(item))
    .default([]);

export const webhookSettings = {
  WEBHOOK_ALLOWED_HOSTS: setting(listOf(z.string().regex(/^[^\s/]+$/, 'expected a host or host:port')), {
    description:
      'Webhook receivers that may be inside and may speak plain HTTP: `host` or `host:port` as in their URL, by commas. ' +
      'All others must be public addresses behind HTTPS.',
    remedy: 'give host[:port][,host[:port]], or leave it out',
  }),
} as const;

export const mailSettings = {
  SMTP_URL: setting(
    z
      .string()
      .refine((text) => /^smtps?:\/\/./.test(text) && URL.canParse(text), 'expected smtp://user:password@host:587')
      .optional(),
    {
      description: 'Mail server for alerts. Without it no alert is sent by e-mail.',
      remedy: 'give smtp://user:password@host:587 or smtps://host:465, or leave it out',
      secret: true,
    },
  ),
  ALERT_MAIL_FROM: setting(z.string().min(3).default('Plumbline <plumbline@localhost>'), {
    description: 'Sender of alerts by e-mail.',
    remedy: 'give an address such as Plumbline <alerts@example.com>',
  }),
  ALERT_MAIL_TO: setting(listOf(z.string().regex(/^\S+@\S+$/, 'expected an e-mail address')), {
    description: 'Who gets alerts by e-mail: addresses by commas. Nobody by default.',
    remedy: 'give team@example.com[,other@example.com], or leave it out',
  }),
} as const;

export interface MailSettings {
  readonly SMTP_URL?: string | undefined;
  readonly ALERT_MAIL_FROM: string;
  readonly ALERT_MAIL_TO: readonly string[];
}

/** Mail needs a server and somebody to send to. */
export const hasMail = ({ SMTP_URL, ALERT_MAIL_TO }: MailSettings): boolean =>
  SMTP_URL !== undefined && ALERT_MAIL_TO.length > 0;
