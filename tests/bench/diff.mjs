#!/usr/bin/env node
// Compares schema-diff with Prisma's engine, each as a whole process, on two schemas that differ in a tenth of their
// models. Run it through with-postgresql: the engine needs a server. Exits with 1 unless schema-diff is 25 times as
// fast.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const bin = process.env.MIGTOOLS_BIN ?? path.join(import.meta.dirname, '../../build/bin')
const engine = path.join(import.meta.dirname, '../conformance')
const url = process.env.TEST_PG_URL
if (!fs.existsSync(path.join(engine, 'node_modules'))) spawnSync('npm', ['install', '--silent'], { cwd: engine, stdio: 'inherit' })
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migtools-bench-'))
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
const TYPES = ['String', 'Int?', 'DateTime @default(now())', 'Float', 'Boolean @default(false)', 'Json?', 'BigInt', 'String @unique']

function schema(count, changed) {
  const out = ['datasource db {', '  provider = "postgresql"', '}']
  for (let i = 0; i < count; i++) {
    out.push(`model M${i} {`, '  id Int @id @default(autoincrement())', ...TYPES.map((type, j) => `  f${j} ${type}`))
    if (i) out.push('  upId Int?', `  up M${i - 1}? @relation(fields: [upId], references: [id])`)
    if (i < count - 1) out.push(`  down M${i + 1}[]`)
    if (changed && i % 10 === 0) out.push('  added String?', '  views Int @default(0)', '  @@index([f0, f1])')
    out.push('  @@index([f1])', '}')
  }
  return out.join('\n') + '\n'
}

function seconds(times, program, ...args) {
  let best = Infinity
  while (times-- > 0) {
    const started = process.hrtime.bigint()
    const done = spawnSync(program, args, { maxBuffer: 1 << 30 })
    if (done.status !== 0) throw new Error(`${program}: ${done.stderr}`)
    best = Math.min(best, Number(process.hrtime.bigint() - started) / 1e9)
  }
  return best
}

let slow = false
for (const count of [100, 1000, 5000, 20000]) {
  const files = [false, true].map((changed) => {
    const prisma = path.join(folder, `${changed}.prisma`), text = path.join(folder, `${changed}`)
    fs.writeFileSync(prisma, schema(count, changed))
    fs.writeFileSync(text, spawnSync(path.join(bin, 'schema-parse'), [prisma], { maxBuffer: 1 << 30 }).stdout)
    return { prisma, text }
  })
  const ours = seconds(5, path.join(bin, 'schema-diff'), '-o', 'up', files[0].text, files[1].text)
  let line = `${count} models: schema-diff ${ours.toFixed(3)} s`
  if (count === 5000 && url) {
    const script = path.join(folder, 'ask.mjs')
    fs.writeFileSync(script, `import { engine } from ${JSON.stringify(path.join(engine, 'engine.mjs'))}
      import fs from 'node:fs'
      const [a, b] = process.argv.slice(2).map((f) => fs.readFileSync(f, 'utf8'))
      fs.writeSync(1, String((await (await engine(process.env.TEST_PG_URL)).diff(a, b)).length))
      process.exit(0)`)
    const theirs = seconds(1, process.execPath, script, files[0].prisma, files[1].prisma)
    line += `, Prisma's engine ${theirs.toFixed(1)} s, ${(theirs / ours).toFixed(0)} times`
    slow ||= theirs / ours < 25
  }
  console.log(line)
}
process.exit(slow ? 1 : 0)
