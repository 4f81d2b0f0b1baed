/**
 * The leaves of `<System>` by the names that rules use, as Windows' event schema has them.
 */
export const SYSTEM_FIELDS: readonly string[] =
  `Provider_Name Provider_Guid Provider_EventSourceName EventID EventID_Qualifiers Version Level Task Opcode Keywords
  TimeCreated_SystemTime EventRecordID Correlation_ActivityID Correlation_RelatedActivityID Execution_ProcessID
  Execution_ThreadID Execution_ProcessorID Execution_SessionID Execution_KernelTime Execution_UserTime Channel Computer
  Security_UserID`.split(/\s+/)
