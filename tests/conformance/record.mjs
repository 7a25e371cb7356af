#!/usr/bin/env node
// record.mjs FOLDER...: writes the up.sql and down.sql of Prisma's engine next to the old.prisma and
// new.prisma of cases. An empty old.prisma is the empty schema. If only one of the two scripts exists, it
// writes only that one. $ORACLE_URL as for diff.mjs.
import fs from 'node:fs'
import path from 'node:path'
import { engine } from './engine.mjs'

const engines = {}
for (const folder of process.argv.slice(2)) {
  const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8')
  const old = read('old.prisma'), next = read('new.prisma')
  const sqlite = /provider *= *"sqlite"/.test(next)
  const it = engines[sqlite] ??= await engine(sqlite ? 'file::memory:' : process.env.ORACLE_URL)
  const there = ['up.sql', 'down.sql'].filter((name) => fs.existsSync(path.join(folder, name)))
  for (const [name, from, to] of [['up.sql', old, next], ['down.sql', next, old]]) {
    if (there.length === 1 && there[0] !== name) continue
    const text = await it.diff(from, to)
    if (text === null) throw new Error(`${folder}: the engine refuses a schema`)
    fs.writeFileSync(path.join(folder, name), text.split('\n').filter((line) => !line.startsWith('-- ') || /^-- [A-Z][A-Za-z]+$/.test(line)).join('\n'))
  }
}
process.exit(0)
