/**
 * What Atomic Threat Coverage's catalogue of 2020 held, as far as its rule pages name it: data needed, enrichments and
 * the techniques with an atomic test. Facts of that catalogue, by event and by technique.
 */

export interface DataNeeded {
  readonly title: string
  readonly channel: string
  /** Fields that the entry lists; undefined: it is found by channel and event id alone. */
  readonly fields: ReadonlySet<string> | undefined
}

export const SYSMON = 'Microsoft-Windows-Sysmon/Operational'
export const POWERSHELL = 'Microsoft-Windows-PowerShell/Operational'

const PROCESS =
  'EventID Hostname Computer Username SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId NewProcessId NewProcessName Image ProcessId ProcessName'
const SYSMON_COMMON =
  'EventID Hostname Computer UtcTime Username User ProcessGuid ProcessId ProcessName Image'
const REGISTRY = `${SYSMON_COMMON} EventType TargetObject`

/** Channel, title, fields where rules without event ids find the entry by them. */
const ENTRIES: readonly (readonly [string, string, string?])[] = [
  ['Security', 'DN_0001_4688_windows_process_creation', PROCESS],
  [
    'Security',
    'DN_0002_4688_windows_process_creation_with_commandline',
    `${PROCESS} ParentImage ParentProcessName CommandLine ProcessCommandLine`,
  ],
  [
    SYSMON,
    'DN_0003_1_windows_sysmon_process_creation',
    `${SYSMON_COMMON} CommandLine LogonGuid LogonId TerminalSessionid IntegrityLevel Hashes Imphash Sha256hash Sha1hash Md5hash ParentImage ParentProcessGuid ParentProcessId ParentProcessName ParentCommandLine OriginalFileName FileVersion Description Product Company CurrentDirectory`,
  ],
  ['Security', 'DN_0004_4624_windows_account_logon'],
  ['System', 'DN_0005_7045_windows_service_insatalled'],
  [
    SYSMON,
    'DN_0006_2_windows_sysmon_process_changed_a_file_creation_time',
    `${SYSMON_COMMON} TargetFilename`,
  ],
  [SYSMON, 'DN_0007_3_windows_sysmon_network_connection', `${SYSMON_COMMON} Protocol Initiated`],
  [SYSMON, 'DN_0008_4_windows_sysmon_sysmon_service_state_changed', 'EventID UtcTime State'],
  [SYSMON, 'DN_0009_5_windows_sysmon_process_terminated', SYSMON_COMMON],
  [SYSMON, 'DN_0010_6_windows_sysmon_driver_loaded', 'EventID UtcTime ImageLoaded Hashes Imphash Signed'],
  [
    SYSMON,
    'DN_0011_7_windows_sysmon_image_loaded',
    `${SYSMON_COMMON} ImageLoaded FileVersion Description Product Company Hashes Imphash Signed Signature SignatureStatus`,
  ],
  [SYSMON, 'DN_0012_8_windows_sysmon_CreateRemoteThread', 'EventID SourceImage TargetImage StartModule'],
  [SYSMON, 'DN_0013_9_windows_sysmon_RawAccessRead', `${SYSMON_COMMON} Device`],
  [SYSMON, 'DN_0014_10_windows_sysmon_ProcessAccess', 'EventID SourceImage TargetImage CallTrace'],
  [SYSMON, 'DN_0015_11_windows_sysmon_FileCreate', `${SYSMON_COMMON} TargetFilename`],
  [SYSMON, 'DN_0016_12_windows_sysmon_RegistryEvent', REGISTRY],
  [SYSMON, 'DN_0017_13_windows_sysmon_RegistryEvent', `${REGISTRY} Details`],
  [SYSMON, 'DN_0018_14_windows_sysmon_RegistryEvent', `${REGISTRY} NewName`],
  [SYSMON, 'DN_0019_15_windows_sysmon_FileCreateStreamHash', `${SYSMON_COMMON} TargetFilename Hash`],
  [SYSMON, 'DN_0020_17_windows_sysmon_PipeEvent', `${SYSMON_COMMON} PipeName`],
  [SYSMON, 'DN_0021_18_windows_sysmon_PipeEvent', `${SYSMON_COMMON} PipeName`],
  [
    SYSMON,
    'DN_0022_19_windows_sysmon_WmiEvent',
    'EventID UtcTime EventType Operation User EventNamespace Name Query',
  ],
  [
    SYSMON,
    'DN_0023_20_windows_sysmon_WmiEvent',
    'EventID UtcTime EventType Operation User Name Type Destination',
  ],
  [SYSMON, 'DN_0024_21_windows_sysmon_WmiEvent', 'EventID UtcTime EventType Operation User Consumer Filter'],
  ['Security', 'DN_0026_5136_windows_directory_service_object_was_modified'],
  ['Security', 'DN_0027_4738_user_account_was_changed'],
  ['Security', 'DN_0028_4794_directory_services_restore_mode_admin_password_set'],
  ['Security', 'DN_0029_4661_handle_to_an_object_was_requested'],
  ['Security', 'DN_0030_4662_operation_was_performed_on_an_object'],
  ['System', 'DN_0031_7036_service_started_stopped'],
  ['Security', 'DN_0032_5145_network_share_object_was_accessed_detailed'],
  ['Security', 'DN_0033_5140_network_share_object_was_accessed'],
  ['System', 'DN_0034_104_log_file_was_cleared'],
  ['Microsoft-Windows-TaskScheduler/Operational', 'DN_0035_106_task_scheduler_task_registered'],
  [POWERSHELL, 'DN_0036_4104_windows_powershell_script_block', 'EventID ScriptBlockText ScriptBlockId Path'],
  [POWERSHELL, 'DN_0037_4103_windows_powershell_executing_pipeline', 'EventID ContextInfo Payload UserData'],
  ['Windows PowerShell', 'DN_0038_400_engine_state_is_changed_from_none_to_available'],
  ['Security', 'DN_0040_528_user_successfully_logged_on_to_a_computer'],
  ['Security', 'DN_0041_529_logon_failure'],
  ['Security', 'DN_0042_675_kerberos_preauthentication_failed'],
  ['DNS Server', 'DN_0043_770_dns_server_plugin_dll_has_been_loaded'],
  ['System', 'DN_0046_1031_dhcp_service_callout_dll_file_has_caused_an_exception'],
  ['System', 'DN_0047_1032_dhcp_service_callout_dll_file_has_caused_an_exception'],
  ['System', 'DN_0048_1033_dhcp_service_successfully_loaded_callout_dlls'],
  ['System', 'DN_0049_1034_dhcp_service_failed_to_load_callout_dlls'],
  ['Security', 'DN_0050_1102_audit_log_was_cleared'],
  ['Microsoft-Windows-DriverFrameworks-UserMode/Operational', 'DN_0052_2003_query_to_load_usb_drivers'],
  [
    'Microsoft-Windows-DriverFrameworks-UserMode/Operational',
    'DN_0053_2100_pnp_or_power_operation_for_usb_device',
  ],
  [
    'Microsoft-Windows-DriverFrameworks-UserMode/Operational',
    'DN_0054_2102_pnp_or_power_operation_for_usb_device',
  ],
  ['Security', 'DN_0057_4625_account_failed_to_logon'],
  ['Security', 'DN_0058_4656_handle_to_an_object_was_requested'],
  ['Security', 'DN_0059_4657_registry_value_was_modified'],
  ['Security', 'DN_0060_4658_handle_to_an_object_was_closed'],
  ['Security', 'DN_0061_4660_object_was_deleted'],
  ['Security', 'DN_0062_4663_attempt_was_made_to_access_an_object'],
  ['Security', 'DN_0063_4697_service_was_installed_in_the_system'],
  ['Security', 'DN_0064_4698_scheduled_task_was_created'],
  ['Security', 'DN_0065_4701_scheduled_task_was_disabled'],
  ['Security', 'DN_0066_4704_user_right_was_assigned'],
  ['Security', 'DN_0067_4719_system_audit_policy_was_changed'],
  ['Security', 'DN_0068_4728_member_was_added_to_security_enabled_global_group'],
  ['Security', 'DN_0069_4732_member_was_added_to_security_enabled_local_group'],
  ['Security', 'DN_0070_4735_security_enabled_local_group_was_changed'],
  ['Security', 'DN_0071_4737_security_enabled_global_group_was_changed'],
  ['Security', 'DN_0072_4755_security_enabled_universal_group_was_changed'],
  ['Security', 'DN_0073_4756_member_was_added_to_a_security_enabled_universal_group'],
  ['Security', 'DN_0074_4765_sid_history_was_added_to_an_account'],
  ['Security', 'DN_0075_4766_attempt_to_add_sid_history_to_an_account_failed'],
  ['Security', 'DN_0076_4768_kerberos_authentication_ticket_was_requested'],
  ['Security', 'DN_0077_4769_kerberos_service_ticket_was_requested'],
  ['Security', 'DN_0078_4771_kerberos_pre_authentication_failed'],
  ['Security', 'DN_0079_4776_computer_attempted_to_validate_the_credentials_for_an_account'],
  ['Microsoft-Windows-WMI-Activity/Operational', 'DN_0080_5859_wmi_activity'],
  ['Microsoft-Windows-WMI-Activity/Operational', 'DN_0081_5861_wmi_activity'],
  ['Microsoft-Windows-NTLM/Operational', 'DN_0082_8002_ntlm_server_blocked_audit'],
  ['System', 'DN_0083_16_access_history_in_hive_was_cleared'],
  [SYSMON, 'DN_0085_22_windows_sysmon_DnsQuery', `${SYSMON_COMMON} QueryName QueryStatus QueryResults`],
  ['Security', 'DN_0086_4720_user_account_was_created'],
  ['Security', 'DN_0087_5156_windows_filtering_platform_has_permitted_connection'],
  ['Security', 'DN_0088_4616_system_time_was_changed'],
  ['System', 'DN_0089_56_terminal_server_security_layer_detected_an_error'],
  ['System', 'DN_0090_50_terminal_server_security_layer_detected_an_error'],
  ['DNS Server', 'DN_0108_150_dns_server_could_not_load_dll'],
]

/** Sorted by title, as pages list them. */
export const WINDOWS_DATA: readonly DataNeeded[] = ENTRIES.map(([channel, title, fields]) => ({
  title,
  channel,
  fields: fields === undefined ? undefined : new Set(fields.split(' ')),
}))

/** The one entry that is no Windows log. */
export const ANTIVIRUS_DATA: DataNeeded = {
  title: 'DN_0084_av_alert',
  channel: '',
  fields: new Set(['Signature', 'FileName', 'Hostname', 'UserName', 'Computer']),
}

/** Channels by Sigma's service; others are taken by their own name. */
export const CHANNEL_BY_SERVICE: ReadonlyMap<string, string> = new Map([
  ['sysmon', SYSMON],
  ['security', 'Security'],
  ['system', 'System'],
  ['dns-server', 'DNS Server'],
  ['taskscheduler', 'Microsoft-Windows-TaskScheduler/Operational'],
  ['wmi', 'Microsoft-Windows-WMI-Activity/Operational'],
  ['driver-framework', 'Microsoft-Windows-DriverFrameworks-UserMode/Operational'],
  ['dhcp', 'Microsoft-Windows-DHCP-Server/Operational'],
  ['powershell', POWERSHELL],
  ['powershell-classic', 'Windows PowerShell'],
  ['ntlm', 'Microsoft-Windows-NTLM/Operational'],
  ['dns-server-audit', 'Microsoft-Windows-DNS-Server/Audit'],
])

/** Data that an enrichment of its own needs. */
export const DATA_BY_ENRICHMENT: ReadonlyMap<string, readonly string[]> = new Map([
  ['EN_0001_cache_sysmon_event_id_1_info', ['DN_0003_1_windows_sysmon_process_creation']],
  ['EN_0003_enrich_other_sysmon_events_with_event_id_1_data', ['DN_0003_1_windows_sysmon_process_creation']],
])

/** Techniques that Atomic Red Team had tests of in spring 2020. */
export const TESTED_TECHNIQUES: ReadonlySet<string> = new Set(
  `T1002 T1003 T1004 T1005 T1007 T1009 T1010 T1012 T1014 T1015 T1016 T1018 T1022 T1023 T1027 T1028 T1030 T1031 T1032
  T1033 T1035 T1036 T1037 T1038 T1040 T1042 T1044 T1046 T1047 T1048 T1049 T1050 T1053 T1055 T1056 T1057 T1058 T1059
  T1060 T1062 T1063 T1064 T1065 T1069 T1070 T1071 T1073 T1074 T1075 T1076 T1077 T1081 T1082 T1083 T1084 T1085 T1086
  T1087 T1088 T1089 T1090 T1093 T1095 T1096 T1097 T1098 T1099 T1100 T1101 T1102 T1103 T1105 T1107 T1110 T1112 T1113
  T1114 T1115 T1117 T1118 T1119 T1121 T1123 T1124 T1126 T1127 T1128 T1130 T1132 T1135 T1136 T1137 T1138 T1139 T1140
  T1141 T1142 T1143 T1144 T1145 T1146 T1147 T1148 T1150 T1151 T1152 T1153 T1154 T1155 T1156 T1158 T1159 T1160 T1163
  T1164 T1165 T1166 T1168 T1169 T1170 T1173 T1174 T1176 T1179 T1180 T1183 T1191 T1193 T1196 T1197 T1201 T1202 T1204
  T1207 T1208 T1214 T1215 T1216 T1217 T1218 T1219 T1220 T1222 T1223 T1482 T1485 T1489 T1490 T1496 T1500 T1501 T1502
  T1504 T1505 T1518 T1519 T1529 T1531`.split(/\s+/),
)
