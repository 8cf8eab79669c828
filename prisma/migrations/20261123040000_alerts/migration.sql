-- Rules, standing and evidence of alerts; who was told; who is to be told.

ALTER TABLE "alert"
  ADD COLUMN "rule" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "subject" TEXT,
  ADD COLUMN "standing" TEXT NOT NULL DEFAULT 'firing',
  ADD COLUMN "counted_version" INTEGER,
  ADD COLUMN "last_window_at" TIMESTAMPTZ(3),
  ADD COLUMN "recent" BOOLEAN[] NOT NULL DEFAULT '{}',
  ADD COLUMN "is_told" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "acknowledged_at" TIMESTAMPTZ(3),
  ADD COLUMN "acknowledged_by" TEXT;
-- Alerts of before: their keys are `rule:model` or `rule:model:subject`, and nobody was told of them.
UPDATE "alert" SET "rule" = "kind",
  "standing" = CASE WHEN "resolved_at" IS NULL THEN 'firing' ELSE 'resolved' END,
  "subject" = CASE WHEN "kind" = 'fairness' THEN "detail"->>'attribute' END;
ALTER TABLE "alert"
  ADD CONSTRAINT "alert_standing_known" CHECK ("standing" IN ('pending', 'firing', 'resolved'));
CREATE INDEX "alert_model_idx" ON "alert" ("model") WHERE "standing" = 'firing';

CREATE TABLE "alert_history" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "alert_id" UUID NOT NULL REFERENCES "alert" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "what" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "reason" TEXT,
  "detail" JSONB NOT NULL DEFAULT '{}'
);
CREATE INDEX "alert_history_alert_id_id_idx" ON "alert_history" ("alert_id", "id");

-- What is not named is matched by everything; ended_at: taken back before its time.
CREATE TABLE "alert_silence" (
  "id" UUID PRIMARY KEY,
  "alert_key" TEXT,
  "model" TEXT,
  "rule" TEXT,
  "subject" TEXT,
  "until" TIMESTAMPTZ(3) NOT NULL,
  "reason" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "ended_at" TIMESTAMPTZ(3)
);
CREATE INDEX "alert_silence_until_idx" ON "alert_silence" ("until");

-- Secrets are sealed with the key file of the data folder.
CREATE TABLE "webhook_endpoint" (
  "id" UUID PRIMARY KEY,
  "url" TEXT NOT NULL,
  "description" TEXT NOT NULL DEFAULT '',
  "events" TEXT[] NOT NULL,
  "models" TEXT[] NOT NULL,
  "secret" BYTEA NOT NULL,
  "previous_secret" BYTEA,
  "previous_secret_until" TIMESTAMPTZ(3),
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "disabled_at" TIMESTAMPTZ(3),
  "disabled_reason" TEXT,
  "deleted_at" TIMESTAMPTZ(3)
);

-- The outbox: written with the change that is told. `body` is text, so that every attempt signs the same bytes;
-- `target` is the endpoint, or `mail`: each hears of an event once.
CREATE TABLE "delivery" (
  "id" UUID PRIMARY KEY,
  "event_id" TEXT NOT NULL,
  "event" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "alert_id" UUID REFERENCES "alert" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
  "route" TEXT NOT NULL,
  "target" TEXT NOT NULL,
  "endpoint_id" UUID REFERENCES "webhook_endpoint" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
  "body" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "leased_until" TIMESTAMPTZ(3),
  "last_status" INTEGER,
  "last_error" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "delivery_state_known" CHECK ("state" IN ('waiting', 'delivered', 'dead'))
);
CREATE UNIQUE INDEX "delivery_event_id_target_key" ON "delivery" ("event_id", "target");
CREATE INDEX "delivery_next_attempt_at_idx" ON "delivery" ("next_attempt_at") WHERE "state" = 'waiting';
CREATE INDEX "delivery_alert_id_idx" ON "delivery" ("alert_id");
CREATE INDEX "delivery_endpoint_id_created_at_idx" ON "delivery" ("endpoint_id", "created_at");
