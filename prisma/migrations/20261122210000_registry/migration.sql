-- versions ------------------------------------------------------------------
-- Numbers are never given twice, also when the newest version is deleted.
ALTER TABLE "model" ADD COLUMN "last_version" INTEGER NOT NULL DEFAULT 0;
UPDATE "model" SET "last_version" = coalesce((SELECT max("version") FROM "model_version" WHERE "model" = "model"."name"), 0);

ALTER TABLE "model_version"
  ALTER COLUMN "artifact_bytes" TYPE BIGINT,
  -- The file as it was sent, where the one that serves had to be rewritten.
  ADD COLUMN "original_digest" TEXT,
  -- External data files beside the graph: [{name, digest, bytes}].
  ADD COLUMN "files" JSONB NOT NULL DEFAULT '[]',
  -- What was found in the graph and chosen from it; what the trial run in the admission process measured.
  ADD COLUMN "detection" JSONB,
  ADD COLUMN "admission" JSONB,
  ADD COLUMN "lineage" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "metric_intervals" JSONB NOT NULL DEFAULT '{}';

CREATE TABLE "model_version_archive" (
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  "actor" TEXT NOT NULL,
  "archived_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("model", "version"),
  FOREIGN KEY ("model", "version") REFERENCES "model_version" ("model", "version") ON DELETE RESTRICT
);

-- Card and gate report: revised, never overwritten.
CREATE TABLE "model_version_document" (
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "revision" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "body" JSONB NOT NULL,
  "actor" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("model", "version", "kind", "revision"),
  FOREIGN KEY ("model", "version") REFERENCES "model_version" ("model", "version") ON DELETE RESTRICT
);

-- A version that is or was referenced stays; what nobody ever pointed to may go.
CREATE FUNCTION "refuse_referenced_delete"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "model_alias_change" c
             WHERE c."model" = OLD."model" AND (c."version" = OLD."version" OR c."previous_version" = OLD."version"))
     OR EXISTS (SELECT 1 FROM "rollout" r
                WHERE r."model" = OLD."model" AND (r."champion_version" = OLD."version" OR r."candidate_version" = OLD."version"))
     OR EXISTS (SELECT 1 FROM "prediction" p WHERE p."model" = OLD."model" AND p."version" = OLD."version")
  THEN
    RAISE EXCEPTION 'version % of % is or was referenced', OLD."version", OLD."model" USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
DROP TRIGGER "model_version_immutable" ON "model_version";
CREATE TRIGGER "model_version_immutable" BEFORE UPDATE ON "model_version"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "model_version_referenced" BEFORE DELETE ON "model_version"
  FOR EACH ROW EXECUTE FUNCTION "refuse_referenced_delete"();

-- aliases and approvals -----------------------------------------------------
-- Two times: when it was true of the world (effective_at) and when it was written down (changed_at).
ALTER TABLE "model_alias_change"
  ADD COLUMN "effective_at" TIMESTAMPTZ(3),
  ADD COLUMN "evidence" JSONB NOT NULL DEFAULT '{}';
UPDATE "model_alias_change" SET "effective_at" = "changed_at";
ALTER TABLE "model_alias_change"
  ALTER COLUMN "effective_at" SET NOT NULL,
  ALTER COLUMN "effective_at" SET DEFAULT now(),
  -- An alias that was taken away points nowhere.
  ALTER COLUMN "version" DROP NOT NULL;
CREATE INDEX "model_alias_change_model_version_idx" ON "model_alias_change" ("model", "version");

CREATE TABLE "approval_request" (
  "id" UUID PRIMARY KEY,
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "alias" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "requester" TEXT NOT NULL,
  -- What the approvals are bound to; a change of any of it makes them void.
  "artifact_digest" TEXT NOT NULL,
  "gate_report_digest" TEXT,
  "card_revision" INTEGER NOT NULL,
  "alias_revision" INTEGER NOT NULL,
  "approvals_needed" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "state_reason" TEXT NOT NULL DEFAULT '',
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "closed_at" TIMESTAMPTZ(3),
  FOREIGN KEY ("model", "version") REFERENCES "model_version" ("model", "version") ON DELETE RESTRICT
);
CREATE INDEX "approval_request_model_created_at_idx" ON "approval_request" ("model", "created_at");

CREATE TABLE "approval_decision" (
  "request_id" UUID NOT NULL REFERENCES "approval_request" ("id") ON DELETE RESTRICT,
  "actor" TEXT NOT NULL,
  "decision" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("request_id", "actor")
);

-- people and tokens ---------------------------------------------------------
CREATE TABLE "user_account" (
  "id" UUID PRIMARY KEY,
  "issuer" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "disabled_at" TIMESTAMPTZ(3),
  UNIQUE ("issuer", "subject")
);

ALTER TABLE "api_token"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'api',
  -- Names or patterns such as `churn-*`.
  ADD COLUMN "models" TEXT[] NOT NULL DEFAULT ARRAY['*'],
  ADD COLUMN "created_by" TEXT NOT NULL DEFAULT 'system:start',
  ADD COLUMN "expires_at" TIMESTAMPTZ(3),
  ADD COLUMN "last_used_at" TIMESTAMPTZ(3),
  ADD COLUMN "user_id" UUID REFERENCES "user_account" ("id") ON DELETE RESTRICT;
UPDATE "api_token" SET "role" = 'approver' WHERE "role" = 'risk';
UPDATE "api_token" SET "role" = 'predict' WHERE "role" = 'client';

-- the MLflow API ------------------------------------------------------------
CREATE TABLE "mlflow_experiment" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "name" TEXT NOT NULL UNIQUE,
  "tags" JSONB NOT NULL DEFAULT '{}',
  "deleted" BOOLEAN NOT NULL DEFAULT false,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TABLE "mlflow_run" (
  "id" TEXT PRIMARY KEY,
  "experiment_id" BIGINT NOT NULL REFERENCES "mlflow_experiment" ("id") ON DELETE RESTRICT,
  "name" TEXT NOT NULL DEFAULT '',
  "status" TEXT NOT NULL,
  "user_id" TEXT NOT NULL DEFAULT '',
  "start_time_ms" BIGINT NOT NULL,
  "end_time_ms" BIGINT,
  "deleted" BOOLEAN NOT NULL DEFAULT false,
  -- [{model_id, step}] and [{dataset, tags}], as the client logs them.
  "outputs" JSONB NOT NULL DEFAULT '[]',
  "inputs" JSONB NOT NULL DEFAULT '[]'
);
CREATE INDEX "mlflow_run_experiment_id_idx" ON "mlflow_run" ("experiment_id", "start_time_ms");

CREATE TABLE "mlflow_run_param" (
  "run_id" TEXT NOT NULL REFERENCES "mlflow_run" ("id") ON DELETE RESTRICT,
  "key" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  PRIMARY KEY ("run_id", "key")
);

CREATE TABLE "mlflow_run_tag" (
  "run_id" TEXT NOT NULL REFERENCES "mlflow_run" ("id") ON DELETE RESTRICT,
  "key" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  PRIMARY KEY ("run_id", "key")
);

CREATE TABLE "mlflow_metric" (
  "id" BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "run_id" TEXT NOT NULL REFERENCES "mlflow_run" ("id") ON DELETE RESTRICT,
  "key" TEXT NOT NULL,
  "value" DOUBLE PRECISION NOT NULL,
  "timestamp_ms" BIGINT NOT NULL,
  "step" BIGINT NOT NULL DEFAULT 0,
  "model_id" TEXT,
  "dataset_name" TEXT,
  "dataset_digest" TEXT
);
CREATE INDEX "mlflow_metric_run_id_key_idx" ON "mlflow_metric" ("run_id", "key");
CREATE INDEX "mlflow_metric_model_id_idx" ON "mlflow_metric" ("model_id");

CREATE TABLE "mlflow_logged_model" (
  "id" TEXT PRIMARY KEY,
  "experiment_id" BIGINT NOT NULL REFERENCES "mlflow_experiment" ("id") ON DELETE RESTRICT,
  "name" TEXT NOT NULL,
  "model_type" TEXT NOT NULL DEFAULT '',
  "source_run_id" TEXT,
  "status" TEXT NOT NULL,
  "status_message" TEXT NOT NULL DEFAULT '',
  "params" JSONB NOT NULL DEFAULT '{}',
  "tags" JSONB NOT NULL DEFAULT '{}',
  "deleted" BOOLEAN NOT NULL DEFAULT false,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX "mlflow_logged_model_experiment_id_idx" ON "mlflow_logged_model" ("experiment_id", "created_at");

-- A path is a name for a blob of the content-addressed store, never a place on a disk.
CREATE TABLE "mlflow_artifact" (
  "path" TEXT PRIMARY KEY,
  "digest" TEXT NOT NULL,
  "bytes" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TABLE "mlflow_model" (
  "model" TEXT PRIMARY KEY REFERENCES "model" ("name") ON DELETE RESTRICT,
  "tags" JSONB NOT NULL DEFAULT '{}',
  "description" TEXT,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);

CREATE TABLE "mlflow_model_version" (
  "model" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "source" TEXT NOT NULL,
  -- Where the files are: below mlflow-artifacts:/
  "artifact_root" TEXT NOT NULL,
  "run_id" TEXT NOT NULL DEFAULT '',
  "run_link" TEXT NOT NULL DEFAULT '',
  "model_id" TEXT,
  "description" TEXT NOT NULL DEFAULT '',
  "tags" JSONB NOT NULL DEFAULT '{}',
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("model", "version"),
  FOREIGN KEY ("model", "version") REFERENCES "model_version" ("model", "version") ON DELETE CASCADE
);
