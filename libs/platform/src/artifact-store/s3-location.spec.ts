import { parseS3Location } from './s3-location';

describe('parseS3Location', () => {
  it('takes a bucket alone: region and server come from the AWS settings', () => {
    expect(parseS3Location('s3://models')).toEqual({ bucket: 'models', prefix: '', pathStyle: false });
  });

  it('takes prefix, server, region and path style', () => {
    const url = 's3://models/team%20a/prod/?endpoint=http://127.0.0.1:9000&region=eu-central-1&pathStyle=false';
    expect(parseS3Location(url)).toEqual({
      bucket: 'models',
      prefix: 'team a/prod/',
      endpoint: 'http://127.0.0.1:9000',
      region: 'eu-central-1',
      pathStyle: false,
    });
  });

  it('asks a server of your own path-style unless told otherwise', () => {
    expect(parseS3Location('s3://models?endpoint=https://minio.example').pathStyle).toBe(true);
  });

  it.each([
    ['s3://AKIAXX:hunter2@models', /credentials/],
    ['s3://models?endpoint=http://AKIAXX:hunter2@host:1', /endpoint is not/],
    ['s3://models?endpoint=host:9000', /endpoint is not/],
    ['s3://models?secretKey=hunter2', /"secretKey" is not known/],
    ['s3://models?pathStyle=yes', /pathStyle/],
    ['s3://models:9000/x', /no port/],
    ['s3:///x', /bucket is missing/],
  ])('refuses %s without showing it', (url, reason) => {
    const refusal = (() => {
      try {
        return parseS3Location(url);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toMatchObject({ code: 'settings_invalid', message: expect.stringMatching(reason) });
    expect(String(refusal)).toMatch(/ARTIFACT_URL.*Remedy/);
    expect(String(refusal)).not.toMatch(/hunter2|AKIAXX/);
  });
});
