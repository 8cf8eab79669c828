-- Where a label comes from, how long it took in event time, and until when an early negative is not counted.
ALTER TABLE "prediction_label"
  ADD COLUMN "source" TEXT NOT NULL DEFAULT 'outcome' CHECK ("source" IN ('outcome', 'timeout')),
  ADD COLUMN "delay_ms" BIGINT,
  ADD COLUMN "matures_at" TIMESTAMPTZ(3);

UPDATE "prediction_label" l SET "delay_ms" = greatest(0, extract(epoch FROM l."observed_at" - p."served_at") * 1000)
  FROM "prediction" p WHERE p."prediction_id" = l."prediction_id";

-- Leaves the index when it is counted: what is settled is never looked at again.
CREATE INDEX "prediction_label_model_matures_at_idx" ON "prediction_label" ("model", "matures_at")
  WHERE "matures_at" IS NOT NULL;

-- How far the predictions of a model are settled by time-out: each is looked at once, in the order of its number.
CREATE TABLE "label_settlement" (
  "model" TEXT PRIMARY KEY,
  "settled_seq" BIGINT NOT NULL,
  "timed_out" BIGINT NOT NULL DEFAULT 0,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);

-- What happened after the label horizon: it labels nothing.
CREATE TABLE "late_outcome" (
  "prediction_id" TEXT NOT NULL REFERENCES "prediction" ("prediction_id") ON DELETE CASCADE,
  "model" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "value" DOUBLE PRECISION,
  "revision" INTEGER NOT NULL DEFAULT 0,
  "observed_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("prediction_id", "revision", "observed_at")
);
CREATE INDEX "late_outcome_model_idx" ON "late_outcome" ("model");

-- Windows by age, for roll-up and retention.
CREATE INDEX "monitor_window_model_ends_at_idx" ON "monitor_window" ("model", "ends_at");
