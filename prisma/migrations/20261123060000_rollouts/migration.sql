-- Arms of an A/B test, and the signals that a person has seen and goes on in spite of.
ALTER TABLE "rollout" ADD COLUMN "arms" JSONB NOT NULL DEFAULT '[]';
ALTER TABLE "rollout" ADD COLUMN "accepted_signals" JSONB NOT NULL DEFAULT '[]';

-- One row a process of the data plane: who is alive, and which open rollouts it has loaded all versions of.
CREATE TABLE "serving_process" (
  "process_id" UUID PRIMARY KEY,
  "ready_rollouts" JSONB NOT NULL,
  "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);

-- What each process counted since it began: whole values, so that writing one twice counts nothing twice.
CREATE TABLE "rollout_counter" (
  "rollout_id" UUID NOT NULL REFERENCES "rollout" ("id") ON DELETE CASCADE,
  "step_index" INTEGER NOT NULL,
  "version" INTEGER NOT NULL,
  "role" TEXT NOT NULL,
  "process_id" UUID NOT NULL,
  "asked" BIGINT NOT NULL,
  "failed" BIGINT NOT NULL,
  "invalid" BIGINT NOT NULL,
  "latency" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("rollout_id", "step_index", "version", "role", "process_id")
);
