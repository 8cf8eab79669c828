-- registry -----------------------------------------------------------------
CREATE TABLE "model" (
  "name" TEXT PRIMARY KEY,
  "description" TEXT NOT NULL DEFAULT '',
  "owner" TEXT NOT NULL DEFAULT '',
  "simulated" BOOLEAN NOT NULL DEFAULT false,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TABLE "model_version" (
  "model" TEXT NOT NULL REFERENCES "model" ("name") ON DELETE RESTRICT,
  "version" INTEGER NOT NULL,
  "artifact_digest" TEXT NOT NULL,
  "artifact_bytes" INTEGER NOT NULL,
  "signature" JSONB NOT NULL,
  "reference" JSONB,
  "metrics" JSONB NOT NULL DEFAULT '{}',
  "source" JSONB NOT NULL DEFAULT '{}',
  "born_because" TEXT NOT NULL DEFAULT '',
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("model", "version")
);

CREATE TABLE "model_alias" (
  "model" TEXT NOT NULL,
  "alias" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "revision" INTEGER NOT NULL DEFAULT 1,
  "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("model", "alias"),
  FOREIGN KEY ("model", "version") REFERENCES "model_version" ("model", "version") ON DELETE RESTRICT
);

CREATE TABLE "model_alias_change" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "model" TEXT NOT NULL,
  "alias" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "previous_version" INTEGER,
  "action" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX "model_alias_change_model_alias_changed_at_idx" ON "model_alias_change" ("model", "alias", "changed_at");

CREATE TABLE "model_policy" (
  "model" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "body" JSONB NOT NULL,
  "actor" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("model", "kind", "revision")
);

CREATE TABLE "api_token" (
  "id" UUID PRIMARY KEY,
  "name" TEXT NOT NULL,
  "hash" TEXT NOT NULL UNIQUE,
  "role" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "revoked_at" TIMESTAMPTZ(3)
);

-- Every versioned (model, version) row is immutable: what served yesterday can be shown tomorrow.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "model_version_immutable" BEFORE UPDATE OR DELETE ON "model_version"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();

-- governance ---------------------------------------------------------------
CREATE TABLE "audit_event" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "event_id" UUID NOT NULL UNIQUE,
  "xid" XID8 NOT NULL DEFAULT pg_current_xact_id(),
  "occurred_at" TIMESTAMPTZ(3) NOT NULL,
  "actor" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "resource_type" TEXT NOT NULL,
  "resource_id" TEXT NOT NULL,
  "envelope" JSONB NOT NULL,
  "leaf" BYTEA NOT NULL
);
CREATE INDEX "audit_event_resource_type_resource_id_id_idx" ON "audit_event" ("resource_type", "resource_id", "id");
CREATE TRIGGER "audit_event_append_only" BEFORE UPDATE OR DELETE ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_event_no_truncate" BEFORE TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

CREATE TABLE "audit_leaf" (
  "seq" BIGINT PRIMARY KEY,
  "event_id" UUID NOT NULL UNIQUE REFERENCES "audit_event" ("event_id"),
  "leaf_hash" BYTEA NOT NULL
);

CREATE TABLE "audit_checkpoint" (
  "size" BIGINT PRIMARY KEY,
  "root" BYTEA NOT NULL,
  "note" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

-- monitoring ---------------------------------------------------------------
CREATE TABLE "prediction" (
  "seq" BIGINT GENERATED ALWAYS AS IDENTITY,
  "prediction_id" TEXT PRIMARY KEY,
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "subject" TEXT,
  "features" JSONB NOT NULL,
  "attributes" JSONB,
  "score" DOUBLE PRECISION,
  "label" TEXT,
  "served_at" TIMESTAMPTZ(3) NOT NULL,
  "rollout_id" UUID,
  "arm" TEXT,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX "prediction_model_served_at_idx" ON "prediction" ("model", "served_at");
CREATE INDEX "prediction_model_seq_idx" ON "prediction" ("model", "seq");
CREATE INDEX "prediction_model_subject_served_at_idx" ON "prediction" ("model", "subject", "served_at");

CREATE TABLE "prediction_label" (
  "seq" BIGINT GENERATED ALWAYS AS IDENTITY,
  "prediction_id" TEXT PRIMARY KEY REFERENCES "prediction" ("prediction_id") ON DELETE CASCADE,
  "model" TEXT NOT NULL,
  "positive" BOOLEAN,
  "label" TEXT NOT NULL,
  "value" DOUBLE PRECISION,
  "revision" INTEGER NOT NULL DEFAULT 0,
  "observed_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX "prediction_label_model_seq_idx" ON "prediction_label" ("model", "seq");

-- What another version would have answered to the same row: shadow scores and backfilled pending rows.
CREATE TABLE "version_score" (
  "prediction_id" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "score" DOUBLE PRECISION NOT NULL,
  "source" TEXT NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("prediction_id", "version")
);
CREATE INDEX "version_score_model_version_idx" ON "version_score" ("model", "version");

CREATE TABLE "outcome_orphan" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "model" TEXT NOT NULL,
  "prediction_id" TEXT,
  "subject" TEXT,
  "label" TEXT NOT NULL,
  "value" DOUBLE PRECISION,
  "revision" INTEGER NOT NULL DEFAULT 0,
  "observed_at" TIMESTAMPTZ(3) NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX "outcome_orphan_prediction_id_idx" ON "outcome_orphan" ("prediction_id");
CREATE INDEX "outcome_orphan_model_subject_idx" ON "outcome_orphan" ("model", "subject");

CREATE TABLE "monitor_window" (
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "starts_at" TIMESTAMPTZ(3) NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  "predictions" INTEGER NOT NULL DEFAULT 0,
  "labelled" INTEGER NOT NULL DEFAULT 0,
  "counters" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("model", "version", "starts_at")
);

CREATE TABLE "drift_result" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "from_at" TIMESTAMPTZ(3) NOT NULL,
  "to_at" TIMESTAMPTZ(3) NOT NULL,
  "verdict" TEXT NOT NULL,
  "score" DOUBLE PRECISION NOT NULL,
  "report" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  UNIQUE ("model", "version", "to_at")
);

CREATE TABLE "alert" (
  "id" UUID PRIMARY KEY,
  "model" TEXT NOT NULL,
  "version" INTEGER,
  "kind" TEXT NOT NULL,
  "severity" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "detail" JSONB NOT NULL DEFAULT '{}',
  "dedupe_key" TEXT NOT NULL UNIQUE,
  "occurrences" INTEGER NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "resolved_at" TIMESTAMPTZ(3)
);
CREATE INDEX "alert_model_created_at_idx" ON "alert" ("model", "created_at");

CREATE TABLE "dead_letter" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "topic" TEXT NOT NULL,
  "partition" INTEGER NOT NULL,
  "record_offset" BIGINT NOT NULL,
  "reason" TEXT NOT NULL,
  "payload" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);

-- The truth of "how far has this consumer come": it commits with what the consumer wrote.
CREATE TABLE "consumer_offset" (
  "consumer_group" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "topic" TEXT NOT NULL,
  "partition" INTEGER NOT NULL,
  "next_offset" BIGINT NOT NULL,
  PRIMARY KEY ("consumer_group", "source", "topic", "partition")
);

-- rollouts -----------------------------------------------------------------
CREATE TABLE "rollout" (
  "id" UUID PRIMARY KEY,
  "model" TEXT NOT NULL,
  "strategy" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "champion_version" INTEGER NOT NULL,
  "candidate_version" INTEGER NOT NULL,
  "steps" JSONB NOT NULL,
  "step_index" INTEGER NOT NULL DEFAULT 0,
  "share_percent" DOUBLE PRECISION NOT NULL,
  "salt" TEXT NOT NULL,
  "policy" JSONB NOT NULL,
  "frozen_at" TIMESTAMPTZ(3) NOT NULL,
  "step_started_at" TIMESTAMPTZ(3) NOT NULL,
  "step_started_seq" BIGINT NOT NULL DEFAULT 0,
  "last_verdict" JSONB,
  "reason" TEXT NOT NULL DEFAULT '',
  "started_by" TEXT NOT NULL,
  "revision" INTEGER NOT NULL DEFAULT 1,
  "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "ended_at" TIMESTAMPTZ(3)
);
CREATE INDEX "rollout_model_started_at_idx" ON "rollout" ("model", "started_at");
-- One rollout a model at a time.
CREATE UNIQUE INDEX "rollout_one_open_per_model" ON "rollout" ("model") WHERE "ended_at" IS NULL;

CREATE TABLE "rollout_event" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "rollout_id" UUID NOT NULL REFERENCES "rollout" ("id") ON DELETE CASCADE,
  "kind" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "verdict" JSONB,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX "rollout_event_rollout_id_id_idx" ON "rollout_event" ("rollout_id", "id");

-- retraining ---------------------------------------------------------------
CREATE TABLE "training_run" (
  "id" UUID PRIMARY KEY,
  "model" TEXT NOT NULL,
  "trigger" TEXT NOT NULL,
  "trigger_detail" JSONB NOT NULL DEFAULT '{}',
  "state" TEXT NOT NULL,
  "stage" TEXT NOT NULL DEFAULT 'queued',
  "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
  "champion_version" INTEGER,
  "candidate_version" INTEGER,
  "snapshot" JSONB,
  "evaluation" JSONB,
  "gates" JSONB,
  "reason" TEXT NOT NULL DEFAULT '',
  "log" TEXT NOT NULL DEFAULT '',
  "requested_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3)
);
CREATE INDEX "training_run_model_created_at_idx" ON "training_run" ("model", "created_at");
CREATE UNIQUE INDEX "training_run_one_open_per_model" ON "training_run" ("model") WHERE "finished_at" IS NULL;

CREATE TABLE "retraining_suppression" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "model" TEXT NOT NULL,
  "trigger" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "occurrences" INTEGER NOT NULL DEFAULT 1,
  "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX "retraining_suppression_model_last_at_idx" ON "retraining_suppression" ("model", "last_at");

-- platform: the embedded event bus -----------------------------------------
CREATE TABLE "bus_partition" (
  "topic" TEXT NOT NULL,
  "partition" INTEGER NOT NULL,
  "next_offset" BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY ("topic", "partition")
);
CREATE TABLE "bus_record" (
  "topic" TEXT NOT NULL,
  "partition" INTEGER NOT NULL,
  "record_offset" BIGINT NOT NULL,
  "key" TEXT,
  "headers" JSONB NOT NULL DEFAULT '{}',
  "value" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("topic", "partition", "record_offset")
);
CREATE TABLE "bus_group_offset" (
  "consumer_group" TEXT NOT NULL,
  "topic" TEXT NOT NULL,
  "partition" INTEGER NOT NULL,
  "next_offset" BIGINT NOT NULL,
  PRIMARY KEY ("consumer_group", "topic", "partition")
);

-- Route changes reach the inference servers at once; a slow poll covers a lost notification.
CREATE FUNCTION "notify_route_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('plumbline_routes', COALESCE(NEW."model", OLD."model"));
  RETURN NULL;
END $$;
CREATE TRIGGER "model_alias_notify" AFTER INSERT OR UPDATE OR DELETE ON "model_alias"
  FOR EACH ROW EXECUTE FUNCTION "notify_route_change"();
CREATE TRIGGER "rollout_notify" AFTER INSERT OR UPDATE OR DELETE ON "rollout"
  FOR EACH ROW EXECUTE FUNCTION "notify_route_change"();
CREATE TRIGGER "model_policy_notify" AFTER INSERT ON "model_policy"
  FOR EACH ROW EXECUTE FUNCTION "notify_route_change"();
