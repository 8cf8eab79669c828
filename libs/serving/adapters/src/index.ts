export { createScorer } from './onnx/create-scorer';
export { PgVersionLoader } from './routes/pg-version-loader';
export { PgRouteSource } from './routes/pg-route-source';
export { FileSpool, spoolRoot } from './spool/file-spool';
export { SpoolPublisher } from './spool/spool-publisher';
