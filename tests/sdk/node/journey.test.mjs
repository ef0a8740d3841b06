// A customer's life through the official Node SDK and a real socket: made, found, changed, refused, deleted.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import Stripe from 'stripe';
import { client, startServer } from './server.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(() => server?.stop());

describe('customers', () => {
  test('are created with what was asked for', async () => {
    const customer = await client(server).customers.create({
      name: 'Jenny Rosen',
      email: 'jenny@example.com',
      address: { line1: '1 Main St', city: 'Springfield', country: 'US' },
      metadata: { plan: 'gold', 'key with spaces': 'kept & whole' },
    });
    assert.match(customer.id, /^cus_[A-Za-z0-9]+$/);
    assert.equal(customer.object, 'customer');
    assert.equal(customer.livemode, false);
    assert.equal(customer.email, 'jenny@example.com');
    assert.equal(customer.address.city, 'Springfield');
    assert.deepEqual(customer.metadata, { plan: 'gold', 'key with spaces': 'kept & whole' });
  });

  test('are retrieved as they were created', async () => {
    const stripe = client(server);
    const created = await stripe.customers.create({ name: 'Zoë 🦓', description: 'a & b = c; 100 %' });
    assert.deepEqual(await stripe.customers.retrieve(created.id), created);
    assert.equal(created.name, 'Zoë 🦓');
    assert.equal(created.description, 'a & b = c; 100 %');
  });

  test('are listed newest first, page by page, each exactly once', async () => {
    const stripe = client(server);
    const made = [];
    for (let n = 0; n < 7; n += 1) made.push((await stripe.customers.create({ name: `n${n}` })).id);
    const page = await stripe.customers.list({ limit: 3 });
    assert.equal(page.object, 'list');
    assert.equal(page.url, '/v1/customers');
    assert.equal(page.has_more, true);
    assert.deepEqual(page.data.map((c) => c.id), made.slice(-3).reverse());
    const seen = [];
    for await (const customer of stripe.customers.list({ limit: 3 })) seen.push(customer.id);
    assert.deepEqual(seen, [...made].reverse());
    const earlier = await stripe.customers.list({ limit: 2, ending_before: made[0] });
    assert.deepEqual(earlier.data.map((c) => c.id), [made[2], made[1]]);
  });

  test('are listed by e-mail address', async () => {
    const stripe = client(server);
    await stripe.customers.create({ email: 'a@example.com' });
    const wanted = await stripe.customers.create({ email: 'b@example.com' });
    const found = await stripe.customers.list({ email: 'b@example.com' });
    assert.deepEqual(found.data.map((c) => c.id), [wanted.id]);
    assert.equal(found.has_more, false);
  });

  test('are updated: given fields change, an empty string unsets, metadata is merged', async () => {
    const stripe = client(server);
    const { id } = await stripe.customers.create({
      name: 'Old',
      description: 'goes away',
      metadata: { stays: '1', changes: '1', goes: '1' },
    });
    const updated = await stripe.customers.update(id, {
      name: 'New',
      description: '',
      metadata: { changes: '2', goes: '' },
    });
    assert.equal(updated.name, 'New');
    assert.equal(updated.description, null);
    assert.deepEqual(updated.metadata, { stays: '1', changes: '2' });
    assert.deepEqual(await stripe.customers.retrieve(id), updated);
  });

  test('leave only their id behind when they are deleted', async () => {
    const stripe = client(server);
    const { id } = await stripe.customers.create({ name: 'Gone' });
    const deleted = await stripe.customers.del(id);
    assert.deepEqual({ ...deleted }, { id, object: 'customer', deleted: true });
    assert.equal((await stripe.customers.retrieve(id)).deleted, true);
    assert.deepEqual((await stripe.customers.list()).data, []);
    await assert.rejects(stripe.customers.update(id, { name: 'x' }), { code: 'resource_missing' });
  });
});

describe('refusals arrive as the SDK\'s own classes', () => {
  const { errors } = Stripe;

  test('a missing id', async () => {
    await assert.rejects(client(server).customers.retrieve('cus_missing'), (error) => {
      assert.ok(error instanceof errors.StripeInvalidRequestError);
      assert.equal(error.statusCode, 404);
      assert.equal(error.code, 'resource_missing');
      assert.equal(error.param, 'id');
      assert.equal(error.message, "No such customer: 'cus_missing'");
      assert.match(error.requestId, /^req_/);
      return true;
    });
  });

  test('an unknown parameter, by its path', async () => {
    await assert.rejects(client(server).customers.create({ address: { planet: 'Mars' } }), (error) => {
      assert.ok(error instanceof errors.StripeInvalidRequestError);
      assert.equal(error.statusCode, 400);
      assert.equal(error.code, 'parameter_unknown');
      assert.equal(error.param, 'address[planet]');
      return true;
    });
  });

  test('a key that is none', async () => {
    await assert.rejects(client(server, 'nonsense_key').customers.list(), (error) => {
      assert.ok(error instanceof errors.StripeAuthenticationError);
      assert.equal(error.statusCode, 401);
      return true;
    });
  });

  test('another world\'s customer does not exist', async () => {
    const { id } = await client(server).customers.create({ name: 'Elsewhere' });
    await assert.rejects(client(server).customers.retrieve(id), { code: 'resource_missing' });
  });
});

describe('an idempotency key', () => {
  test('gives the first answer again and does nothing twice', async () => {
    const stripe = client(server);
    const options = { idempotencyKey: randomUUID() };
    const first = await stripe.customers.create({ name: 'Once' }, options);
    const again = await stripe.customers.create({ name: 'Once' }, options);
    assert.deepEqual(again, first);
    assert.equal(first.lastResponse.headers['idempotent-replayed'], undefined);
    assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
    assert.equal(again.lastResponse.headers['original-request'], first.lastResponse.requestId);
    assert.equal((await stripe.customers.list()).data.length, 1);
  });

  test('refuses other parameters', async () => {
    const stripe = client(server);
    const options = { idempotencyKey: randomUUID() };
    await stripe.customers.create({ name: 'One' }, options);
    await assert.rejects(stripe.customers.create({ name: 'Two' }, options), (error) => {
      assert.ok(error instanceof Stripe.errors.StripeIdempotencyError);
      assert.equal(error.statusCode, 400);
      return true;
    });
    assert.equal((await stripe.customers.list()).data.length, 1);
  });

  test('makes one customer of many requests at once', async () => {
    const stripe = client(server);
    const options = { idempotencyKey: randomUUID() };
    const asked = Array.from({ length: 8 }, () => stripe.customers.create({ name: 'One' }, options));
    const answers = await Promise.allSettled(asked);
    const ids = new Set(answers.filter((a) => a.status === 'fulfilled').map((a) => a.value.id));
    const refused = answers.filter((a) => a.status === 'rejected').map((a) => a.reason.code);
    assert.equal(ids.size, 1);
    assert.deepEqual(refused.filter((code) => code !== 'idempotency_key_in_use'), []);
    assert.equal((await stripe.customers.list()).data.length, 1);
  });
});
