// Webhooks as a Node integration receives them: raw bytes, one header, and the SDK's own verification.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import Stripe from 'stripe';
import { client, startServer } from './server.mjs';

const SECRET = 'whsec_made_by_hand';

let server;
before(async () => {
  server = await startServer();
});
after(() => server?.stop());

/** The header as the published scheme describes it, without the SDK's help: HMAC-SHA256 over "time.body". */
function signatureOf(body, secret, seconds = Math.floor(Date.now() / 1000)) {
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}

describe('a signature made by hand', () => {
  let stripe;
  let body;
  before(async () => {
    stripe = client(server);
    await stripe.customers.create({ name: 'Signed', email: 'signed@example.com' });
    const events = await stripe.events.list({ type: 'customer.created' });
    assert.equal(events.data.length, 1);
    body = JSON.stringify(events.data[0]);
  });

  test('is accepted, and the event is what happened', () => {
    const event = stripe.webhooks.constructEvent(body, signatureOf(body, SECRET), SECRET);
    assert.equal(event.type, 'customer.created');
    assert.equal(event.data.object.email, 'signed@example.com');
  });

  test('is refused when the body, the secret or the time is another', () => {
    const { StripeSignatureVerificationError } = Stripe.errors;
    const changed = body.replace('signed@example.com', 'forged@example.com');
    const old = Math.floor(Date.now() / 1000) - 3600;
    const attempts = [
      [changed, signatureOf(body, SECRET)],
      [body, signatureOf(body, 'whsec_other')],
      [body, signatureOf(body, SECRET, old)],
      [body, 't=1'],
    ];
    assert.notEqual(changed, body);
    for (const [payload, header] of attempts) {
      const verify = () => stripe.webhooks.constructEvent(payload, header, SECRET);
      assert.throws(verify, StripeSignatureVerificationError);
    }
  });
});

describe('a delivered webhook', () => {
  const received = [];
  const listener = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ body: Buffer.concat(chunks), signature: request.headers['stripe-signature'] });
    response.end();
    listener.emit('received');
  });
  before(async () => {
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
  });
  after(() => {
    listener.closeAllConnections();
    listener.close();
  });

  test('is verified with the secret that the endpoint was created with', { timeout: 20_000 }, async () => {
    const stripe = client(server);
    const endpoint = await stripe.webhookEndpoints.create({
      url: `http://127.0.0.1:${listener.address().port}/hook`,
      enabled_events: ['customer.created'],
    });
    assert.match(endpoint.secret, /^whsec_/);
    const arrived = once(listener, 'received');
    const customer = await stripe.customers.create({ name: 'Delivered' });
    await arrived;
    const [{ body, signature }] = received;
    const event = stripe.webhooks.constructEvent(body, signature, endpoint.secret);
    assert.equal(event.type, 'customer.created');
    assert.equal(event.data.object.id, customer.id);
    assert.equal(event.data.object.name, 'Delivered');
    const forge = () => stripe.webhooks.constructEvent(body, signature, SECRET);
    assert.throws(forge, Stripe.errors.StripeSignatureVerificationError);
  });
});
