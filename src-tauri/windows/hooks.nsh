; Offers Satchel under "Open with" for exports. Tauri's own `fileAssociations` would make it the default program for all zip
; files. The keys are written for the user or for all users, as the program is installed.

!macro NSIS_HOOK_POSTINSTALL
  !define SATCHEL_KEY "Software\Classes\Applications\${MAINBINARYNAME}.exe"
  WriteRegStr SHCTX "${SATCHEL_KEY}" "FriendlyAppName" "${PRODUCTNAME}"
  WriteRegStr SHCTX "${SATCHEL_KEY}\SupportedTypes" ".zip" ""
  WriteRegStr SHCTX "${SATCHEL_KEY}\SupportedTypes" ".json" ""
  WriteRegStr SHCTX "${SATCHEL_KEY}\shell\open\command" "" '"$INSTDIR\${MAINBINARYNAME}.exe" "%1"'
  !undef SATCHEL_KEY
  !insertmacro UPDATEFILEASSOC
!macroend

!macro NSIS_HOOK_POSTUNINSTALL
  DeleteRegKey SHCTX "Software\Classes\Applications\${MAINBINARYNAME}.exe"
  !insertmacro UPDATEFILEASSOC
!macroend
