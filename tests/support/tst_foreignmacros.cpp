// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests that the public headers compile after those of X11 and Windows, which define common words
// as macros.

#include <QtCore/QtCore>
#include <QtTest/qtest.h>

// Macros of X.h, Xlib.h and Xutil.h
#define None 0L
#define Bool int
#define Status int
#define True 1
#define False 0
#define Success 0
#define Always 2
#define Never 0
#define NotUseful 0
#define WhenMapped 1
#define Unsorted 0
#define Above 0
#define Below 1
#define Opposite 4
#define Complex 0
#define Convex 2
#define Nonconvex 1
#define CursorShape 0
#define GrayScale 1
#define StaticColor 2
#define KeyPress 2
#define KeyRelease 3
#define ButtonPress 4
#define MotionNotify 6
#define EnterNotify 7
#define FocusIn 9
#define FocusOut 10
#define Expose 12
#define InputOnly 2
#define InputOutput 1
#define CopyFromParent 0L
#define ParentRelative 1L
#define CurrentTime 0L
#define NoSymbol 0L
#define AnyKey 0L
#define Nonblocking 0
#define Unobscured 0
// Macros of windows.h
#define IN
#define OUT
#define OPTIONAL
#define CONST const
#define ERROR 0
#define NO_ERROR 0L
#define DELETE 0x00010000L
#define IGNORE 0
#define INFINITE 0xFFFFFFFF
#define ABSOLUTE 1
#define RELATIVE 2
#define OPAQUE 2
#define TRANSPARENT 1
#define STRICT 1
#define near
#define far
#define small char
#define hyper __int64
#define interface struct
#define cdecl
#define pascal
#define CreateFile CreateFileW
#define CreateNamedPipe CreateNamedPipeW
#define CreateProcess CreateProcessW
#define DrawText DrawTextW
#define GetObject GetObjectW
#define GetMessage GetMessageW
#define SendMessage SendMessageW
#define PostMessage PostMessageW
#define GetUserName GetUserNameW
#define ReportEvent ReportEventW
#define WaitNamedPipe WaitNamedPipeW
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
// Macros of sys/sysmacros.h and of older compiler modes
#define major(device) (device)
#define minor(device) (device)
#define makedev(x, y) (x)
#define unix 1
#define linux 1

#include <QtInterprocess/QtInterprocess>

#undef None

class tst_ForeignMacros : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publicHeaders_compileAfterX11AndWindows();
};

void tst_ForeignMacros::publicHeaders_compileAfterX11AndWindows()
{
    const QtInterprocess::Termination termination;
    QCOMPARE(termination.reason(), QtInterprocess::Termination::Reason::NotRequested);
}

QTEST_GUILESS_MAIN(tst_ForeignMacros)
#include "tst_foreignmacros.moc"
