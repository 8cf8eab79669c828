export { processEnvironment } from './env';
export { fixedClock, type FixedClock } from './fakes/fixed-clock';
export { InMemoryArtifactStore } from './fakes/in-memory-artifact.store';
export { InMemoryEventBus } from './fakes/in-memory-event-bus';
export { InMemoryJobQueue, type FailedJob, type QueuedJob } from './fakes/in-memory-job-queue';
export {
  describeWithServer,
  serverCoordinates,
  serverState,
  TEST_SERVERS,
  type TestServer,
} from './servers/test-servers';
export { OtlpReceiver } from './servers/otlp-receiver';
export { testDatabase, type TestDatabase } from './servers/test-database';
export { testRedis, type TestRedis } from './servers/test-redis';
export { testS3, type TestS3 } from './servers/test-s3';
export { testKafka, type TestKafka } from './servers/test-kafka';
export { LOOP_SIGNATURE, smallModel, triggeredLoop } from './models/loop-model';
export { admissionScript, modelProcessScript } from './admission/admission-script';
export { Browser, identityProvider, type IdentityProvider } from './servers/identity-provider';
export { waitUntil } from './conformance/wait-until';
export { artifactStoreConformance, type ArtifactStoreHarness } from './conformance/artifact-store-conformance';
export { killedPutConformance, type KilledPutHarness } from './conformance/killed-put-conformance';
export { putFileProcess, type PutFileProcess } from './conformance/put-file-process';
export { eventBusConformance, type EventBusHarness } from './conformance/event-bus-conformance';
export { jobQueueConformance } from './conformance/job-queue-conformance';
export type { JobQueueHarness } from './conformance/job-queue-rules';
export { describeWithPython } from './python/describe-with-python';
