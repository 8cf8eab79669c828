// Takes what services tell of their traces, and forgets it: a collector that costs next to nothing.
import { createServer } from 'node:http';

let sink;

/** @returns {Promise<{url: string, posts: () => number}>} one for all benchmarks of this process; it keeps nothing alive */
export function spanSink() {
  sink ??= new Promise((resolve) => {
    let posts = 0;
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        posts += 1;
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    server.listen(0, '127.0.0.1', () =>
      resolve({ url: `http://127.0.0.1:${server.address().port}`, posts: () => posts }),
    );
    server.unref();
  });
  return sink;
}
