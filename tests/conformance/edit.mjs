#!/usr/bin/env node
// Checks schema-print -b with a Prisma schema: for random pairs, the old schema gets comments and odd blanks, and
// the new one takes the place of its database.
//
//   edit.mjs [-n count] [-s seed] [-p provider] [-k folder]
//
// What is printed must mean the same as with schema text for -b, which has no comments to keep; a second time
// nothing may change; comments of lines that stay must stay, and of an unchanged schema each byte. -k keeps
// the pairs with a fault. Exit status 1 if there is one.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { pair, random } from './pairs.mjs'

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', short: 'n', default: '500' },
    seed: { type: 'string', short: 's', default: '1' },
    provider: { type: 'string', short: 'p', default: 'postgresql' },
    keep: { type: 'string', short: 'k' },
  },
})
const bin = path.resolve(process.env.MIGTOOLS_BIN ?? path.join(import.meta.dirname, '../../build/bin'))
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migtools-edit-'))
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))

// Runs a shell command on the files in the folder, which exist until the next one.
const SCRIPT = `
schema-parse old.prisma > old && schema-parse new.prisma > new && schema-print stored | schema-parse - > /dev/null || exit 3
schema-print -b old.prisma old > same.prisma && schema-print -b old.prisma stored > out.prisma || exit 4
schema-print -b old stored | schema-parse - > wanted && schema-parse out.prisma > found || exit 5
schema-print -b out.prisma stored > again.prisma`
const run = (script) => spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } })
const write = (name, text) => fs.writeFileSync(path.join(folder, name), text)
const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8')

// Returns schema text as if it came from a database: without what only a Prisma schema knows.
function stored(text, provider) {
  const fields = { table: 2, column: 6, enum: 2, value: 3, 'primary-key': 4, unique: 6, index: 6, 'foreign-key': 8, provider: 2, extension: 4 }
  return text.split('\n').filter((line) => !/^(relation|view|datasource|generator)\t/.test(line) && !(provider === 'sqlite' && /^(enum|value)\t/.test(line)))
    .map((line) => { const parts = line.split('\t'); return parts.slice(0, fields[parts[0]] ?? parts.length).join('\t') })
    .filter((line, i, all) => !/^(column|primary-key|unique|index|foreign-key)\t/.test(line) || all.some((other) => other === `table\t${line.split('\t')[1]}`)).join('\n')
}

// Adds comments, each with a number, and blanks. Returns the text and the comments of each line.
function commented(text, seed) {
  const r = random(seed ^ 0x5eed), comments = new Map()
  let block = '', number = 0
  const out = []
  for (const line of text.split('\n')) {
    const start = /^(\w+ \w+) \{/.exec(line), name = /^ {2}(@@\w+|\w+)/.exec(line)
    if (start) block = start[1]
    const key = start ? block : name && !name[1].startsWith('@@') ? `${block} ${name[1]}` : null
    const note = () => { const text = `// note ${seed}.${++number}.`; if (key) comments.set(key, [...comments.get(key) ?? [], text]); return text }
    if ((start || name) && r.chance(0.1)) out.push(start ? `// apart ${seed}.${++number}.` : '', '')
    if ((start || name) && r.chance(0.2)) out.push(`${' '.repeat(r.below(4))}${note()}`)
    const odd = name && r.chance(0.1) ? line.replace(/ (?=@)/g, '   ').replace(/^ {2}/, '\t') : line
    out.push(name && r.chance(0.2) ? `${odd} ${note()}` : odd)
  }
  return { text: `// first\n${out.join('\n')}\n// last\n`, comments }
}

function fault(seed) {
  const [old, next] = pair(seed, options.provider)
  const { text, comments } = commented(old, seed)
  write('old.prisma', text)
  write('new.prisma', next)
  const parsed = run('schema-parse new.prisma')
  if (parsed.status) return null
  write('stored', stored(parsed.stdout, options.provider))
  const done = run(SCRIPT)
  if (done.status === 3) return null
  if (done.status) return `fails: ${done.stderr}`
  const sorted = (name) => read(name).split('\n').sort().join('\n')
  if (sorted('wanted') !== sorted('found')) return 'means something else'
  if (read('same.prisma') !== read('old.prisma')) return 'an unchanged schema changes'
  if (read('again.prisma') !== read('out.prisma')) return 'changes again'
  const out = read('out.prisma')
  let block = ''
  for (const line of out.split('\n')) {
    const start = /^(\w+ \w+) \{/.exec(line), name = /^\s+(\w+)/.exec(line)
    if (start) block = start[1]
    const key = start ? block : name ? `${block} ${name[1]}` : ''
    for (const comment of comments.get(key) ?? []) if (!out.includes(comment)) return `lacks ${comment} of ${key}`
  }
  return out.startsWith('// first\n') && out.endsWith('\n// last\n') ? undefined : 'lacks the first or last comment'
}

let checked = 0, faults = 0
for (let seed = Number(options.seed); checked < Number(options.count); seed++) {
  const found = fault(seed)
  if (found === null) continue
  checked++
  if (!found) continue
  faults++
  console.log(`${options.provider}-${seed}: ${found}`)
  if (options.keep) fs.cpSync(folder, path.join(options.keep, String(seed)), { recursive: true })
}
console.log(`${options.provider}: ${checked} schemas edited, ${faults} with faults`)
process.exit(faults ? 1 : 0)
