import { createTransport } from 'nodemailer';
import type { MailSettings } from '../notification-settings';
import { alertMail } from './alert-mail';

const TIMEOUT_MS = 10_000;

export interface Mailer {
  /** @param id of the event: a message that is sent twice has one Message-ID */
  send(id: string, body: string): Promise<void>;
}

/** Null without a mail server or without anybody to send to. */
export function createMailer({ SMTP_URL, ALERT_MAIL_FROM: from, ALERT_MAIL_TO: to }: MailSettings): Mailer | null {
  if (SMTP_URL === undefined || to.length === 0) return null;
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  const transport = createTransport({ url: SMTP_URL, ...timeouts });
  return {
    async send(id, body) {
      await transport.sendMail({ from, to: [...to], messageId: `<${id}@plumbline>`, ...alertMail(body) });
    },
  };
}
