// A Pinstripe of its own for one test file: a fresh store, a free loopback port, gone when the tests are.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Stripe from 'stripe';

const HERE = new URL('../../../.venv/bin/pinstripe', import.meta.url);
const PROGRAM = process.env.PINSTRIPE ?? fileURLToPath(HERE);
const START_MS = 30_000;

/** Start a server; the promise is kept once it takes requests. */
export async function startServer() {
  const folder = await mkdtemp(join(tmpdir(), 'pinstripe-node-'));
  const child = spawn(PROGRAM, ['serve', '--port', '0', '--database', join(folder, 'test.db')]);
  const exited = new Promise((resolve) => child.once('close', resolve));
  try {
    const port = await portOf(child);
    return { port, stop: () => stop(child, exited, folder) };
  } catch (error) {
    await stop(child, exited, folder);
    throw error;
  }
}

/** Wait for the line in which the server says where it listens. */
function portOf(child) {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => fail('said nothing'), START_MS);
    const fail = (why) => {
      clearTimeout(late);
      reject(new Error(`pinstripe serve ${why}:\n${said}`));
    };
    const listen = (chunk) => {
      said = (said + chunk).slice(-20_000);
      const found = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (found) {
        clearTimeout(late);
        resolve(Number(found[1]));
      }
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (error) => fail(error.message));
    child.once('close', (status) => fail(`ended with ${status}`));
  });
}

async function stop(child, exited, folder) {
  child.kill('SIGTERM');
  await exited;
  await rm(folder, { recursive: true, force: true });
}

/** The SDK as a user sets it up: only the address differs. Each call opens a world of its own. */
export function client(server, key = `sk_test_${randomBytes(12).toString('hex')}`) {
  return new Stripe(key, {
    host: '127.0.0.1',
    port: server.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}
