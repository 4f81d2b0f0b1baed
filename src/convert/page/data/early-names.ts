/**
 * Techniques as ATT&CK numbered them until July 2020, before sub-techniques, with the names that they had then.
 * Facts of ATT&CK. (c) The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE
 * Corporation (ATT&CK's terms of use).
 */

const LINES = `
T1001 Data Obfuscation
T1002 Data Compressed
T1003 OS Credential Dumping
T1004 Winlogon Helper DLL
T1005 Data from Local System
T1006 Direct Volume Access
T1007 System Service Discovery
T1008 Fallback Channels
T1009 Binary Padding
T1010 Application Window Discovery
T1011 Exfiltration Over Other Network Medium
T1012 Query Registry
T1013 Port Monitors
T1014 Rootkit
T1015 Accessibility Features
T1016 System Network Configuration Discovery
T1017 Application Deployment Software
T1018 Remote System Discovery
T1019 System Firmware
T1020 Automated Exfiltration
T1021 Remote Services
T1022 Data Encrypted
T1023 Shortcut Modification
T1024 Custom Cryptographic Protocol
T1025 Data from Removable Media
T1026 Multiband Communication
T1027 Obfuscated Files or Information
T1028 Windows Remote Management
T1029 Scheduled Transfer
T1030 Data Transfer Size Limits
T1031 Modify Existing Service
T1032 Standard Cryptographic Protocol
T1033 System Owner/User Discovery
T1034 Path Interception
T1035 Service Execution
T1036 Masquerading
T1037 Boot or Logon Initialization Scripts
T1038 DLL Search Order Hijacking
T1039 Data from Network Shared Drive
T1040 Network Sniffing
T1041 Exfiltration Over C2 Channel
T1042 Change Default File Association
T1043 Commonly Used Port
T1044 File System Permissions Weakness
T1045 Software Packing
T1046 Network Service Scanning
T1047 Windows Management Instrumentation
T1048 Exfiltration Over Alternative Protocol
T1049 System Network Connections Discovery
T1050 New Service
T1051 Shared Webroot
T1052 Exfiltration Over Physical Medium
T1053 Scheduled Task/Job
T1054 Indicator Blocking
T1055 Process Injection
T1056 Input Capture
T1057 Process Discovery
T1058 Service Registry Permissions Weakness
T1059 Command and Scripting Interpreter
T1060 Registry Run Keys / Startup Folder
T1061 Graphical User Interface
T1062 Hypervisor
T1063 Security Software Discovery
T1064 Scripting
T1065 Uncommonly Used Port
T1066 Indicator Removal from Tools
T1067 Bootkit
T1068 Exploitation for Privilege Escalation
T1069 Permission Groups Discovery
T1070 Indicator Removal on Host
T1071 Application Layer Protocol
T1072 Software Deployment Tools
T1073 DLL Side-Loading
T1074 Data Staged
T1075 Pass the Hash
T1076 Remote Desktop Protocol
T1077 Windows Admin Shares
T1078 Valid Accounts
T1079 Multilayer Encryption
T1080 Taint Shared Content
T1081 Credentials in Files
T1082 System Information Discovery
T1083 File and Directory Discovery
T1084 Windows Management Instrumentation Event Subscription
T1085 Rundll32
T1086 PowerShell
T1087 Account Discovery
T1088 Bypass User Account Control
T1089 Disabling Security Tools
T1090 Proxy
T1091 Replication Through Removable Media
T1092 Communication Through Removable Media
T1093 Process Hollowing
T1094 Custom Command and Control Protocol
T1095 Non-Application Layer Protocol
T1096 NTFS File Attributes
T1097 Pass the Ticket
T1098 Account Manipulation
T1099 Timestomp
T1100 Web Shell
T1101 Security Support Provider
T1102 Web Service
T1103 AppInit DLLs
T1104 Multi-Stage Channels
T1105 Ingress Tool Transfer
T1106 Native API
T1107 File Deletion
T1108 Redundant Access
T1109 Component Firmware
T1110 Brute Force
T1111 Two-Factor Authentication Interception
T1112 Modify Registry
T1113 Screen Capture
T1114 Email Collection
T1115 Clipboard Data
T1116 Code Signing
T1117 Regsvr32
T1118 InstallUtil
T1119 Automated Collection
T1120 Peripheral Device Discovery
T1121 Regsvcs/Regasm
T1122 Component Object Model Hijacking
T1123 Audio Capture
T1124 System Time Discovery
T1125 Video Capture
T1126 Network Share Connection Removal
T1127 Trusted Developer Utilities Proxy Execution
T1128 Netsh Helper DLL
T1129 Shared Modules
T1130 Install Root Certificate
T1131 Authentication Package
T1132 Data Encoding
T1133 External Remote Services
T1134 Access Token Manipulation
T1135 Network Share Discovery
T1136 Create Account
T1137 Office Application Startup
T1138 Application Shimming
T1139 Bash History
T1140 Deobfuscate/Decode Files or Information
T1141 Input Prompt
T1142 Keychain
T1143 Hidden Window
T1144 Gatekeeper Bypass
T1145 Private Keys
T1146 Clear Command History
T1147 Hidden Users
T1148 HISTCONTROL
T1149 LC_MAIN Hijacking
T1150 Plist Modification
T1151 Space after Filename
T1152 Launchctl
T1153 Source
T1154 Trap
T1155 AppleScript
T1156 .bash_profile and .bashrc
T1157 Dylib Hijacking
T1158 Hidden Files and Directories
T1159 Launch Agent
T1160 Launch Daemon
T1161 LC_LOAD_DYLIB Addition
T1162 Login Item
T1163 Rc.common
T1164 Re-opened Applications
T1165 Startup Items
T1166 Setuid and Setgid
T1167 Securityd Memory
T1168 Local Job Scheduling
T1169 Sudo
T1170 Mshta
T1171 LLMNR/NBT-NS Poisoning and Relay
T1172 Domain Fronting
T1173 Dynamic Data Exchange
T1174 Password Filter DLL
T1175 Component Object Model and Distributed COM
T1176 Browser Extensions
T1177 LSASS Driver
T1178 SID-History Injection
T1179 Hooking
T1180 Screensaver
T1181 Extra Window Memory Injection
T1182 AppCert DLLs
T1183 Image File Execution Options Injection
T1184 SSH Hijacking
T1185 Man in the Browser
T1186 Process Doppelgänging
T1187 Forced Authentication
T1188 Multi-hop Proxy
T1189 Drive-by Compromise
T1190 Exploit Public-Facing Application
T1191 CMSTP
T1192 Spearphishing Link
T1193 Spearphishing Attachment
T1194 Spearphishing via Service
T1195 Supply Chain Compromise
T1196 Control Panel Items
T1197 BITS Jobs
T1198 SIP and Trust Provider Hijacking
T1199 Trusted Relationship
T1200 Hardware Additions
T1201 Password Policy Discovery
T1202 Indirect Command Execution
T1203 Exploitation for Client Execution
T1204 User Execution
T1205 Traffic Signaling
T1206 Sudo Caching
T1207 Rogue Domain Controller
T1208 Kerberoasting
T1209 Time Providers
T1210 Exploitation of Remote Services
T1211 Exploitation for Defense Evasion
T1212 Exploitation for Credential Access
T1213 Data from Information Repositories
T1214 Credentials in Registry
T1215 Kernel Modules and Extensions
T1216 Signed Script Proxy Execution
T1217 Browser Bookmark Discovery
T1218 Signed Binary Proxy Execution
T1219 Remote Access Software
T1220 XSL Script Processing
T1221 Template Injection
T1222 File and Directory Permissions Modification
T1223 Compiled HTML File
T1480 Execution Guardrails
T1482 Domain Trust Discovery
T1483 Domain Generation Algorithms
T1484 Group Policy Modification
T1485 Data Destruction
T1486 Data Encrypted for Impact
T1487 Disk Structure Wipe
T1488 Disk Content Wipe
T1489 Service Stop
T1490 Inhibit System Recovery
T1491 Defacement
T1492 Stored Data Manipulation
T1493 Transmitted Data Manipulation
T1494 Runtime Data Manipulation
T1495 Firmware Corruption
T1496 Resource Hijacking
T1497 Virtualization/Sandbox Evasion
T1498 Network Denial of Service
T1499 Endpoint Denial of Service
T1500 Compile After Delivery
T1501 Systemd Service
T1502 Parent PID Spoofing
T1503 Credentials from Web Browsers
T1504 PowerShell Profile
T1505 Server Software Component
T1506 Web Session Cookie
T1514 Elevated Execution with Prompt
T1518 Software Discovery
T1519 Emond
T1522 Cloud Instance Metadata API
T1525 Implant Container Image
T1526 Cloud Service Discovery
T1527 Application Access Token
T1528 Steal Application Access Token
T1529 System Shutdown/Reboot
T1530 Data from Cloud Storage Object
T1531 Account Access Removal
T1534 Internal Spearphishing
T1535 Unused/Unsupported Cloud Regions
T1536 Revert Cloud Instance
T1537 Transfer Data to Cloud Account
T1538 Cloud Service Dashboard
T1539 Steal Web Session Cookie
`

/** By id. */
export const EARLY_NAMES: ReadonlyMap<string, string> = new Map(
  LINES.trim()
    .split('\n')
    .map((line) => [line.slice(0, 5), line.slice(6)]),
)

/** The ids of now of those that have one; the others were given up. */
export const EARLY_REPLACED: ReadonlyMap<string, string> = new Map(
  `T1002:T1560 T1004:T1547.004 T1009:T1027.001 T1013:T1547.010 T1015:T1546.008 T1017:T1072 T1019:T1542.001
  T1022:T1560 T1023:T1547.009 T1024:T1573 T1028:T1021.006 T1031:T1543.003 T1032:T1573 T1035:T1569.002
  T1038:T1574.001 T1042:T1546.001 T1044:T1574.010 T1045:T1027.002 T1050:T1543.003 T1054:T1685 T1058:T1574.011
  T1060:T1547.001 T1063:T1518.001 T1065:T1571 T1066:T1027.005 T1067:T1542.003 T1073:T1574.001 T1075:T1550.002
  T1076:T1021.001 T1077:T1021.002 T1079:T1573 T1081:T1552.001 T1084:T1546.003 T1085:T1218.011 T1086:T1059.001
  T1088:T1548.002 T1089:T1685 T1093:T1055.012 T1094:T1095 T1096:T1564.004 T1097:T1550.003 T1099:T1070.006
  T1100:T1505.003 T1101:T1547.005 T1103:T1546.010 T1107:T1070.004 T1109:T1542.002 T1116:T1553.002 T1117:T1218.010
  T1118:T1218.004 T1121:T1218.009 T1122:T1546.015 T1126:T1070.005 T1128:T1546.007 T1130:T1553.004 T1131:T1547.002
  T1138:T1546.011 T1139:T1552.003 T1141:T1056.002 T1142:T1555.001 T1143:T1564.003 T1144:T1553.001 T1145:T1552.004
  T1146:T1070.003 T1147:T1564.002 T1148:T1690 T1150:T1647 T1151:T1036.006 T1152:T1569.001 T1154:T1546.005
  T1155:T1059.002 T1156:T1546.004 T1157:T1574.004 T1158:T1564.001 T1159:T1543.001 T1160:T1543.004 T1161:T1546.006
  T1162:T1647 T1163:T1037.004 T1164:T1547.007 T1165:T1037.005 T1166:T1548.001 T1167:T1555.002 T1168:T1053
  T1169:T1548.003 T1170:T1218.005 T1171:T1557.001 T1172:T1090.004 T1173:T1559.002 T1174:T1556.002 T1177:T1547.008
  T1178:T1134.005 T1179:T1056.004 T1180:T1546.002 T1181:T1055.011 T1182:T1546.009 T1183:T1546.012 T1184:T1563.001
  T1186:T1055.013 T1188:T1090.003 T1191:T1218.003 T1192:T1566.002 T1193:T1566.001 T1194:T1566.003 T1196:T1218.002
  T1198:T1553.003 T1206:T1548.003 T1208:T1558.003 T1209:T1547.003 T1214:T1552.002 T1215:T1547.006 T1223:T1218.001
  T1483:T1568.002 T1487:T1561.002 T1488:T1561.001 T1492:T1565.001 T1493:T1565.002 T1494:T1565.003 T1500:T1027.004
  T1501:T1543.002 T1502:T1134.004 T1503:T1555.003 T1504:T1546.013 T1506:T1550.004 T1514:T1548.004 T1519:T1546.014
  T1522:T1552.005 T1527:T1550.001 T1536:T1578.004`
    .split(/\s+/)
    .map((pair) => [pair.slice(0, 5), pair.slice(6)]),
)
