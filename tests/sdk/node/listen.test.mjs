// The Stripe CLI as it is: `listen`, `logs tail` and `events resend` against a server of ours.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { client, startServer } from './server.mjs';

const run = promisify(execFile);
const PATIENCE_MS = 20_000;
const require = createRequire(import.meta.url);

let server;
let folder;
let program;
let hook;
const heard = [];
const running = [];
before(async () => {
  try {
    program = require.resolve(`@stripe/cli-${process.platform}-${process.arch}/bin/stripe`);
  } catch {
    return; // there is none for this machine
  }
  folder = await mkdtemp(join(tmpdir(), 'pinstripe-listen-'));
  server = await startServer();
  hook = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    heard.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts).toString() });
    response.writeHead(request.url === '/latest' ? 500 : 200).end();
  });
  await once(hook.listen(0, '127.0.0.1'), 'listening');
});
after(async () => {
  for (const child of running) child.kill('SIGTERM');
  hook?.close();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const environment = () => ({ ...process.env, XDG_CONFIG_HOME: folder, STRIPE_CLI_TELEMETRY_OPTOUT: '1' });
const options = (key) => ['--api-base', `http://127.0.0.1:${server.port}`, '--api-key', key];

/** Wait until something is so. */
async function until(what, holds) {
  const late = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await holds();
    if (found) return found;
    assert.ok(Date.now() < late, `never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A command that goes on; what it says, once it is ready. */
async function begun(...words) {
  const child = spawn(program, words, { env: environment() });
  running.push(child);
  const told = { said: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (told.said += chunk));
  await until(`${words[0]} is ready`, () => /Ready!/.test(told.said));
  return told;
}

test('what happens is heard, told again, and written down', async (context) => {
  if (!program) return context.skip('no Stripe CLI for this machine');
  const key = `sk_test_${randomBytes(12).toString('hex')}`;
  const stripe = client(server, key);
  const address = `http://127.0.0.1:${hook.address().port}`;
  const listen = ['listen', ...options(key), '--forward-to'];
  const [own, , , logs] = await Promise.all([
    begun(...listen, `${address}/own`, '--events', 'customer.created,product.created'),
    begun(...listen, `${address}/latest`, '--latest', '--skip-verify', '--all-snapshot'),
    begun(...listen, `${address}/thin`, '--all-thin'),
    begun('logs', 'tail', ...options(key), '--filter-status-code-type', '4XX'),
  ]);
  const secret = /whsec_\w+/.exec(own.said)[0];
  const { stdout } = await run(program, ['listen', ...options(key), '--print-secret'], { env: environment() });
  assert.equal(stdout.trim(), secret);

  const customer = await stripe.customers.create({ name: 'Ann' }, { apiVersion: '2024-04-10' });
  await stripe.prices.create({ currency: 'usd', product_data: { name: 'Gold' } }).catch((error) => {
    assert.equal(error.statusCode, 400);
  });
  const of = (path) => heard.filter((one) => one.path === path);
  await until('two forwards', () => of('/own').length === 1 && of('/latest').length >= 1);
  const [told] = of('/own');
  const event = stripe.webhooks.constructEvent(told.body, told.headers['stripe-signature'], secret);
  assert.deepEqual([event.type, event.api_version], ['customer.created', '2024-04-10']);
  assert.equal(event.data.object.id, customer.id);
  assert.notEqual(JSON.parse(of('/latest')[0].body).api_version, '2024-04-10');
  await until('the refusal in the log', () => /\[400\] POST \/v1\/prices/.test(logs.said));
  assert.doesNotMatch(logs.said, /\[200\]/);

  const again = await run(program, ['events', 'resend', ...options(key), event.id], { env: environment() });
  assert.equal(JSON.parse(again.stdout).id, event.id);
  await until('it is told again', () => of('/own').length === 2);

  const seller = await stripe.accounts.create({ type: 'standard', country: 'US' });
  await stripe.products.create({ name: 'Gold' }, { stripeAccount: seller.id });
  await until('what a connected account does', () => of('/own').length === 3);
  assert.equal(JSON.parse(of('/own')[2].body).account, seller.id);

  await stripe.v2.core.accounts.create({ contact_email: 'a@example.com', display_name: 'Ann' });
  const types = () => of('/thin').map((one) => JSON.parse(one.body).type);
  await until('a thin event', () => types().includes('v2.core.account.created'));
  const parsed = of('/thin').map((one) => stripe.parseEventNotification(one.body, one.headers['stripe-signature'], secret));
  const copy = parsed.find((one) => one.type === 'v1.customer.created');
  assert.deepEqual([copy.related_object.id, copy.snapshot_event], [customer.id, event.id]);

  const page = `http://127.0.0.1:${server.port}/_pinstripe/deliveries?event=${event.id}`;
  const states = await until('what became of it', async () => {
    const answer = await fetch(page, { headers: { Authorization: `Bearer ${key}` } });
    const { deliveries } = await answer.json();
    return deliveries.length === 4 && deliveries.map((one) => `${one.state} ${one.attempts[0].status}`).sort();
  });
  assert.deepEqual(states, ['canceled 500', 'canceled 500', 'delivered 200', 'delivered 200']);
});
