import {
  create,
  fromBinary,
  toBinary,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { GRPCInferenceService } from './generated/open_inference_pb';

type Methods = typeof GRPCInferenceService.method;

export interface GrpcRefusal {
  readonly status: string;
  readonly details: string;
}

/** A client with our own copy of the messages; every refusal is a value. */
export class GrpcClient {
  private readonly client: Client;

  constructor(
    address: string,
    private readonly token: string,
  ) {
    this.client = new Client(address, credentials.createInsecure(), { 'grpc.max_receive_message_length': -1 });
  }

  call<N extends keyof Methods>(
    name: N,
    message: MessageInitShape<Methods[N]['input']>,
    token = this.token,
  ): Promise<MessageShape<Methods[N]['output']> | GrpcRefusal> {
    const { input, output, parent, name: method } = GRPCInferenceService.method[name] as DescMethodUnary;
    const metadata = new Metadata();
    if (token) metadata.set('authorization', `Bearer ${token}`);
    return new Promise((resolve) => {
      this.client.makeUnaryRequest(
        `/${parent.typeName}/${method}`,
        (value: Buffer) => value,
        (bytes: Buffer) => fromBinary(output, bytes),
        Buffer.from(toBinary(input, create(input, message as never))),
        metadata,
        (error: ServiceError | null, answer?: unknown) =>
          resolve(
            error
              ? { status: status[error.code], details: error.details }
              : (answer as MessageShape<Methods[N]['output']>),
          ),
      );
    });
  }

  close(): void {
    this.client.close();
  }
}
