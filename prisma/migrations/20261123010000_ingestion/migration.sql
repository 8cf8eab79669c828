-- Written once and read whole: text that is checked costs half of what a parsed tree does.
ALTER TABLE "prediction"
  ALTER COLUMN "features" TYPE JSON USING "features"::json,
  ALTER COLUMN "attributes" TYPE JSON USING "attributes"::json;

-- A dead letter can be sent again: with its key and headers, once.
ALTER TABLE "dead_letter"
  ADD COLUMN "model" TEXT,
  ADD COLUMN "record_key" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "headers" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "replayed_at" TIMESTAMPTZ(3),
  ADD COLUMN "replayed_by" TEXT,
  ADD COLUMN "replay_reason" TEXT;

-- Until now the reason began with the model's name where the model was known.
UPDATE "dead_letter" d SET "model" = m."name", "reason" = substr(d."reason", length(m."name") + 3)
  FROM "model" m WHERE starts_with(d."reason", m."name" || ': ');

CREATE INDEX "dead_letter_model_id_idx" ON "dead_letter" ("model", "id");
