// The look-up as a Node team would write it: Fastify, ioredis, no authentication. server.mjs PORT SOCKET FIELDS.json
import fs from 'node:fs';
import Fastify from 'fastify';
import { Redis } from 'ioredis';

const [port, socket, fields] = process.argv.slice(2);
const headers = JSON.parse(fs.readFileSync(fields, 'utf8'));
const redis = new Redis({ path: socket, enableAutoPipelining: true });
const app = Fastify({ logger: false, keepAliveTimeout: 60000 });

app.post('/v1/lookups', async (request, reply) => {
  const found = await redis.getBuffer(`b:${request.body.vin}`);
  if (!found) return reply.code(404).send();
  return reply.headers(headers).send(found);
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
