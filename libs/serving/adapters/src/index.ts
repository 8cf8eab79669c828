export { compileTrees } from './onnx/compile-trees';
export { createScorer } from './onnx/create-scorer';
export { loadModel } from './onnx/load-model';
export { PgVersionLoader } from './routes/pg-version-loader';
export { PgRouteSource } from './routes/pg-route-source';
export { FileSpool, spoolRoot } from './spool/file-spool';
export { SpoolPublisher } from './spool/spool-publisher';
