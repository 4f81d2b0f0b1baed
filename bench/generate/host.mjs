/**
 * A machine and what goes on there: accounts, sessions, processes. In: its number, draws. Out: whom and what events are
 * about. Invariant: what an event says hangs together: a session's SID, name and logon id, a process's path and id.
 */
import { BROWSER, drawRank, inProfile, programOf, SCRIPTED, SHELL } from './programs.mjs'
import { mix } from './random.mjs'
import { spell } from './spell.mjs'
import { hostName, innerAddress, userName } from './words.mjs'

export const DOMAIN = 'NORDWIND'
const DOMAIN_SID = 'S-1-5-21-1843332746-2206491873-3390771265'

/** Sessions and processes that are remembered; older ones have ended. */
const MAX_SESSIONS = 4
const MAX_PROCESSES = 48
/** Accounts seen on one machine, and how often a new one comes. */
const USERS_OF_A_HOST = 3
const NEW_USERS = 0.0005
/** Draws of a process that start one. */
const NEW_PROCESSES = 0.1
/** Events that are about a person, until they are about another one. */
const SESSION_SPELL = 400

export function createHost(index, seed) {
  const number = mix(seed, index, 0x40)
  const shortName = hostName(number)
  return {
    index,
    shortName,
    name: `${shortName}.corp.example`,
    account: `${shortName}$`,
    address: innerAddress(number),
    /** First part of Sysmon's process GUIDs. */
    machineId: mix(number, 0x3a),
    someUser: (v) => userName(userNumber(number, v)),
    someUserNumber: (v) => userNumber(number, v),
  }
}

function userNumber(hostNumber, v) {
  const rank = v.number(USERS_OF_A_HOST, NEW_USERS)
  return mix(hostNumber, rank) % 5000
}

export function sidOf(userNumber) {
  return `${DOMAIN_SID}-${1103 + (userNumber % 100_000)}`
}

const SYSTEM_SESSION = {
  sid: 'S-1-5-18',
  name: 'SYSTEM',
  domain: 'NT AUTHORITY',
  logonId: 0x3e7,
  guid: [0, 0, 0, 0],
  terminal: 0,
  isSystem: true,
}

/** The person at work; events of the system come between. */
const presentSession = spell(SESSION_SPELL, (activity) => activity.drawSession())

/** Sessions and processes of one host as one log sees them. */
export function createActivity(host, v) {
  const { random } = v
  const sessions = []
  const processes = []
  const startSession = () => {
    const session = createSession(host, v)
    remember(sessions, session, MAX_SESSIONS, random)
    return session
  }
  const drawSession = () =>
    sessions.length < 1 || random.chance(0.3) ? startSession() : sessions[random.rank(sessions.length)]
  const anySession = (systemShare) => {
    if (systemShare > 0 && random.chance(systemShare)) return SYSTEM_SESSION
    return presentSession(activity)
  }
  const starters = createStarters(host, random)
  const create = (rank, parent) => {
    const program = programOf(rank)
    const session = program.isSystem
      ? SYSTEM_SESSION
      : parent.session.isSystem
        ? anySession(0)
        : parent.session
    const path = inProfile(program.path, session.name)
    return {
      program,
      path,
      commandLine: nameOnCommandLine(program, path) + program.argumentsOf(v, host),
      folder: session.isSystem ? 'C:\\Windows\\system32\\' : `C:\\Users\\${session.name}\\`,
      session,
      integrity: session.isSystem ? 'System' : 'Medium',
      pid: 4 * (60 + random.below(8000)),
      guid: [host.machineId, random.u32(), random.u32(), random.u32() >>> 8],
      parent,
    }
  }
  /** Who starts a program: a fixed process, or one that runs already. */
  const starterOf = (rank) => {
    const { by } = programOf(rank)
    if (by === 'explorer') return anySession(0).desktop
    if (by !== 'self' && by !== 'cmd') return starters[by]
    const wanted = by === 'self' ? rank : SHELL
    if (rank === SCRIPTED) return create(SHELL, anySession(0).desktop)
    for (let tries = 0; tries < 4; tries++) {
      const running = processes[random.rank(Math.max(1, processes.length))]
      if (running?.program.rank === wanted) return running
    }
    return create(wanted, anySession(0).desktop)
  }
  const start = (rank) => {
    const parent = starterOf(rank)
    // Its own start is told already; without this a process would keep all its ancestors.
    parent.parent = undefined
    const process = create(rank, parent)
    remember(processes, process, MAX_PROCESSES, random)
    return process
  }
  const anyProcess = () =>
    processes.length < 8 || random.chance(NEW_PROCESSES)
      ? start(drawRank(v))
      : processes[random.rank(processes.length)]
  const networkProcess = () => {
    for (let tries = 0; tries < 6; tries++) {
      const process = anyProcess()
      if (process.program.isOnNet) return process
    }
    return start(BROWSER)
  }
  const activity = {
    host,
    v,
    random,
    ticks: 0,
    /** What lasts a while (`spell.mjs`). */
    spells: [],
    startSession,
    drawSession,
    anySession,
    start,
    anyProcess,
    networkProcess,
  }
  return activity
}

function createSession(host, v) {
  const { random } = v
  const number = host.someUserNumber(v)
  const session = {
    sid: sidOf(number),
    name: userName(number),
    domain: DOMAIN,
    logonId: 0x10000 + random.below(random.chance(0.5) ? 0x7f_ffff : 0x7fff_ffff),
    guid: [random.u32(), random.u32(), random.u32(), random.u32()],
    terminal: 1 + random.below(3),
    isSystem: false,
    desktop: undefined,
  }
  session.desktop = createStarter(host, random, session, 'C:\\Windows\\explorer.exe', '')
  return session
}

const SYSTEM = 'C:\\Windows\\System32\\'

/** Processes that run from the start to the end and start most others, by the names in `PROGRAMS`. */
function createStarters(host, random) {
  const starter = (file, options) => createStarter(host, random, SYSTEM_SESSION, SYSTEM + file, options)
  return {
    services: starter('services.exe', ''),
    winlogon: starter('winlogon.exe', ''),
    dcom: starter('svchost.exe', ' -k DcomLaunch -p'),
    schedule: starter('svchost.exe', ' -k netsvcs -p -s Schedule'),
    indexer: starter('SearchIndexer.exe', ' /Embedding'),
  }
}

function createStarter(host, random, session, path, options) {
  return {
    program: { rank: -1, isOnNet: false },
    path,
    commandLine: `${path}${options}`,
    session,
    pid: 4 * (100 + random.below(400)),
    guid: [host.machineId, random.u32(), random.u32(), random.u32() >>> 8],
    parent: undefined,
  }
}

/** The newest comes first in a list that is full, in the place of any other. */
function remember(list, item, most, random) {
  if (list.length < most) {
    list.push(item)
    return
  }
  const place = random.below(most)
  list[place] = list[0]
  list[0] = item
}

/** People type names only. Paths with blanks stand in quotation marks, and most others too. */
function nameOnCommandLine(program, path) {
  if (program.by === 'explorer' && program.folder === SYSTEM) return program.file
  return path.startsWith('C:\\Windows\\') && !path.includes(' ') ? path : `"${path}"`
}
