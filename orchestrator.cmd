@echo off
rem The same script on Windows: hands over to the bash that comes with Git for Windows.
setlocal
set "bash_exe="
for /f "delims=" %%g in ('where git 2^>nul') do call :look "%%~dpg"
if not defined bash_exe if exist "%ProgramFiles%\Git\bin\bash.exe" set "bash_exe=%ProgramFiles%\Git\bin\bash.exe"
if not defined bash_exe if exist "%LocalAppData%\Programs\Git\bin\bash.exe" set "bash_exe=%LocalAppData%\Programs\Git\bin\bash.exe"
if not defined bash_exe (
  echo Git for Windows is missing: this script needs its bash. Install it from https://git-scm.com/download/win and try again. 1>&2
  exit /b 2
)
"%bash_exe%" "%~dp0orchestrator" %*
exit /b %errorlevel%

:look
if defined bash_exe exit /b
if exist "%~1..\bin\bash.exe" set "bash_exe=%~1..\bin\bash.exe"
if not defined bash_exe if exist "%~1..\..\bin\bash.exe" set "bash_exe=%~1..\..\bin\bash.exe"
exit /b
