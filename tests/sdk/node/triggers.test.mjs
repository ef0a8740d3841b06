// The Stripe CLI's own fixtures: `stripe trigger` of every event that it lists, each in a world of its own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { startServer } from './server.mjs';

const run = promisify(execFile);
const AT_ONCE = 4;
// The fixtures were written for accounts of that time: later versions renamed or dropped some of their parameters.
const VERSION = '2022-11-15';
const require = createRequire(import.meta.url);

// What no server of ours can answer, each with its reason.
const NOT_YET = new Map([
  ['v1.billing.meter.error_report_triggered', 'goes to another host of Stripe'],
  ['v1.billing.meter.no_meter_found', 'goes to another host of Stripe'],
]);

// What an account says that may be sent money: the fixtures make one that says nothing, which nobody can pay.
const ABLE = {
  type: 'custom', country: 'US', business_type: 'individual', external_account: 'btok_us_verified',
  'capabilities[transfers][requested]': true, 'capabilities[card_payments][requested]': true,
  'business_profile[url]': 'https://shop.example.com', 'business_profile[mcc]': 5734,
  'individual[first_name]': 'Ann', 'individual[last_name]': 'Lee', 'individual[email]': 'ann@example.com',
  'individual[phone]': '+14155550123', 'individual[id_number]': '222222222',
  'individual[dob][day]': 1, 'individual[dob][month]': 1, 'individual[dob][year]': 1902,
  'individual[address][line1]': 'address_full_match', 'individual[address][city]': 'Reno',
  'individual[address][state]': 'NV', 'individual[address][postal_code]': '89501',
  'tos_acceptance[date]': 1724109742, 'tos_acceptance[ip]': '127.0.0.1',
};
// They send all that they charged, without its fee: so more is charged.
const SENT = [
  '--override', 'payment_intent:amount=5000',
  ...Object.entries(ABLE).flatMap(([name, value]) => ['--add', `account:${name}=${value}`]),
];
const TRANSFER = 'payment_intent:payment_method_options[customer_balance][bank_transfer][type]';
// Where a fixture asks for what no account may do, what it takes to be done.
const WITH = new Map([
  // A bank transfer that no version describes.
  ['payment_intent.partially_funded', ['--override', `${TRANSFER}=jp_bank_transfer`]],
  ['transfer.created', SENT],
  ['transfer.reversed', SENT],
  ['transfer.updated', SENT],
]);

// Where a fixture wants an account that was set up before, what sets it up.
const BEFORE = new Map([
  ['billing_portal.session.created', ['/v1/billing_portal/configurations', 'features[invoice_history][enabled]=true']],
]);

let server;
let folder;
let program;
before(async () => {
  try {
    program = require.resolve(`@stripe/cli-${process.platform}-${process.arch}/bin/stripe`);
  } catch {
    return; // there is none for this machine
  }
  folder = await mkdtemp(join(tmpdir(), 'pinstripe-triggers-'));
  server = await startServer();
});
after(async () => {
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** What the CLI says of a trigger; null if it went through. */
async function trigger(event) {
  const key = `sk_test_${event.replaceAll(/\W/g, '')}0000000000`;
  const base = `http://127.0.0.1:${server.port}`;
  const words = ['trigger', event, '--api-base', base, '--api-key', key, '--api-version', VERSION];
  words.push(...(WITH.get(event) ?? []));
  if (BEFORE.has(event)) {
    const [path, body] = BEFORE.get(event);
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(base + path, { method: 'POST', headers, body });
    assert.equal(answer.status, 200);
  }
  const env = { ...process.env, XDG_CONFIG_HOME: folder, STRIPE_CLI_TELEMETRY_OPTOUT: '1' };
  try {
    await run(program, words, { env });
    return null;
  } catch (problem) {
    return `${problem.stdout}${problem.stderr}`;
  }
}

test('every event that the CLI can trigger', async (context) => {
  if (!program) return context.skip('no Stripe CLI for this machine');
  const { stdout } = await run(program, ['trigger', '--help']);
  const events = [...stdout.matchAll(/^ {2}([a-z0-9_.]+)$/gm)].map((found) => found[1]);
  assert.ok(events.length > 100, `only ${events.length} events are listed`);
  const waiting = events.filter((event) => !NOT_YET.has(event));
  const failed = [];
  const work = async () => {
    for (let event = waiting.shift(); event; event = waiting.shift()) {
      const trouble = await trigger(event);
      if (trouble) failed.push(`${event}: ${trouble.slice(-400)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  assert.deepEqual(failed, []);
});
