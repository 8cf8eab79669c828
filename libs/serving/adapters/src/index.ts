export { createScorer, type Scorer } from './onnx/create-scorer';
export { OnnxSession } from './onnx/onnx-session';
export { ModelLoadError } from './onnx/onnx-adapter.errors';
export { PgVersionLoader } from './routes/pg-version-loader';
export { PgRouteSource, ROUTE_CHANNEL, type PgRouteSourceOptions } from './routes/pg-route-source';
export { FileSpool, spoolRoot, type FileSpoolOptions, type SpoolBatch } from './spool/file-spool';
export { SpoolPublisher, type SpoolPublisherOptions } from './spool/spool-publisher';
