-- Folder listings ask for a prefix; the primary key answers that only in the C collation.
CREATE INDEX "mlflow_artifact_path_prefix_idx" ON "mlflow_artifact" ("path" text_pattern_ops);
