/**
 * A machine and what goes on there: accounts, sessions, processes. In: its number, draws. Out: whom and what events are
 * about. Invariant: what an event says hangs together: a session's SID, name and logon id, a process's path and id.
 */
import { BROWSER, inProfile, PROGRAMS_OF_A_HOST, programOf, SHELL } from './programs.mjs'
import { mix } from './random.mjs'
import { hostName, innerAddress, userName } from './words.mjs'

export const DOMAIN = 'CORP'
const DOMAIN_SID = 'S-1-5-21-1843332746-2206491873-3390771265'

/** Sessions and processes that are remembered; older ones have ended. */
const MAX_SESSIONS = 24
const MAX_PROCESSES = 96
/** How often an event is about the same process or person as the one of its kind just before it. */
const STAY = 0.9
/** Accounts seen on one machine. */
const USERS_OF_A_HOST = 12

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
  const rank = v.number(USERS_OF_A_HOST, 0.002)
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

/** Sessions and processes of one host as one log sees them. */
export function createActivity(host, v) {
  const { random } = v
  const sessions = []
  const processes = []
  let lastSession
  let lastProcess
  const startSession = () => {
    const number = host.someUserNumber(v)
    const session = {
      sid: sidOf(number),
      name: userName(number),
      domain: DOMAIN,
      logonId: 0x10000 + random.below(0x7fff_ffff),
      guid: [random.u32(), random.u32(), random.u32(), random.u32()],
      terminal: 1 + random.below(3),
      isSystem: false,
      desktop: undefined,
    }
    session.desktop = createStarter(host, random, session, 'C:\\Windows\\explorer.exe', '')
    remember(sessions, session, MAX_SESSIONS, random)
    return session
  }
  const stays = (last) => last !== undefined && activity.isRepeat && random.chance(STAY)
  const anySession = (systemShare) => {
    if (stays(lastSession) && (systemShare > 0 || !lastSession.isSystem)) return lastSession
    lastSession = drawSession(systemShare)
    return lastSession
  }
  const drawSession = (systemShare) => {
    if (random.chance(systemShare)) return SYSTEM_SESSION
    return sessions.length < 2 || random.chance(0.01)
      ? startSession()
      : sessions[random.rank(sessions.length)]
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
      commandLine: quote(path) + program.argumentsOf(v, host),
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
  const startProcess = () => start(v.number(PROGRAMS_OF_A_HOST, 0.004))
  const anyProcess = () => {
    if (stays(lastProcess)) return lastProcess
    lastProcess = drawProcess()
    return lastProcess
  }
  const drawProcess = () =>
    processes.length < 8 || random.chance(0.06) ? startProcess() : processes[random.rank(processes.length)]
  const networkProcess = () => {
    for (let tries = 0; tries < 6; tries++) {
      const process = anyProcess()
      if (process.program.isOnNet) return process
      lastProcess = undefined
    }
    lastProcess = start(BROWSER)
    return lastProcess
  }
  const activity = {
    host,
    v,
    random,
    /** The event is of the same kind as the one before it, and likely about the same. */
    isRepeat: false,
    ticks: 0,
    stays,
    startSession,
    anySession,
    startProcess,
    anyProcess,
    /** Another than the one before, or the same by chance. */
    otherProcess: drawProcess,
    networkProcess,
  }
  return activity
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

/** Paths with blanks stand in quotation marks, and most others too. */
function quote(path) {
  return path.startsWith('C:\\Windows\\') && !path.includes(' ') ? path : `"${path}"`
}
