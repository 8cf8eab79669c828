-- Null: the model had no hold-out group when the row was served. True: its subject gets no model action.
ALTER TABLE "prediction" ADD COLUMN "holdout" BOOLEAN;

CREATE TABLE "fairness_result" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "from_at" TIMESTAMPTZ(3) NOT NULL,
  "to_at" TIMESTAMPTZ(3) NOT NULL,
  "verdict" TEXT NOT NULL,
  "report" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE ("model", "version", "to_at")
);
