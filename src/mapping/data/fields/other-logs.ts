/**
 * Fields of events in smaller logs that rules look at often.
 */
import type { EventFields } from './event-fields.ts'

export const POWERSHELL_FIELDS: EventFields = {
  channels: ['Microsoft-Windows-PowerShell/Operational', 'PowerShellCore/Operational'],
  events: [
    [[4100, 4103], 'ContextInfo UserData Payload'],
    [[4104], 'MessageNumber MessageTotal ScriptBlockText ScriptBlockId Path'],
    [[4105, 4106], 'ScriptBlockId RunspaceId'],
  ],
}

export const POWERSHELL_CLASSIC_FIELDS: EventFields = {
  channels: ['Windows PowerShell'],
  events: [[[400, 403, 600, 800], 'Data Binary']],
}

export const TASK_SCHEDULER_FIELDS: EventFields = {
  channels: ['Microsoft-Windows-TaskScheduler/Operational'],
  events: [
    [[106], 'TaskName UserContext'],
    [[129], 'TaskName Path ProcessID Priority'],
    [[140, 141, 142], 'TaskName UserName'],
    [[200], 'TaskName ActionName TaskInstanceId EnginePID'],
    [[201], 'TaskName ActionName TaskInstanceId ResultCode EnginePID'],
  ],
}
