-- Data quality of each check of closed windows.
CREATE TABLE "quality_result" (
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

-- How far the labels of a model were fed to its streams, in the order of their numbers.
CREATE TABLE "error_stream_cursor" (
  "model" TEXT PRIMARY KEY,
  "label_seq" BIGINT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);

-- Detectors of change in the labelled errors of one version.
CREATE TABLE "error_stream" (
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "state" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("model", "version")
);

-- stream_row: how many labels of the version the stream had seen.
CREATE TABLE "stream_alarm" (
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "detector" TEXT NOT NULL,
  "stream_row" BIGINT NOT NULL,
  "direction" TEXT NOT NULL CHECK ("direction" IN ('worse', 'better')),
  "rate_before" DOUBLE PRECISION NOT NULL,
  "rate_now" DOUBLE PRECISION NOT NULL,
  "served_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("model", "version", "detector", "stream_row")
);
