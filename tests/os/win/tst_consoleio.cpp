// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The results that console calls may return, tested without a console. tests/wine/consoles.py has
// a real one.

#include "os/win/consoleio.h"
#include "os/win/winapi.h"

#include <QtTest/QTest>

#include <initializer_list>
#include <vector>

using namespace QtInterprocess;
using os::ConsoleIo;

class tst_ConsoleIo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void interruptedRead_isNotTheEnd();
    void failedWrite_isReported();
    void otherDevices_areNoConsoles();
};

// A console whose calls return these errors in turn.
static ConsoleIo::Caller scripted(std::initializer_list<quint32> errors, int &calls)
{
    return [list = std::vector<quint32>(errors), &calls](const std::function<bool()> &) {
        return list.at(size_t(calls++));
    };
}

void tst_ConsoleIo::interruptedRead_isNotTheEnd()
{
    int calls = 0;
    ConsoleIo console(
        0, scripted({ ERROR_OPERATION_ABORTED, ERROR_SUCCESS, ERROR_OPERATION_ABORTED, ERROR_BROKEN_PIPE }, calls));
    char byte = 0;
    const auto result = console.read(&byte, 1);
    QVERIFY(!result);
    QCOMPARE(result.error().nativeCode(), int(ERROR_BROKEN_PIPE)); // the console was closed
    QCOMPARE(calls, 4);
}

void tst_ConsoleIo::failedWrite_isReported()
{
    int calls = 0;
    ConsoleIo console(0, scripted({ ERROR_NOT_ENOUGH_MEMORY }, calls));
    const auto nothing = console.write("\xe2", 1); // shown when the character is complete
    QVERIFY(nothing && *nothing == 1);
    QCOMPARE(calls, 0);
    const auto result = console.write("\x82\xac", 2);
    QVERIFY(!result);
    QCOMPARE(result.error().nativeCode(), int(ERROR_NOT_ENOUGH_MEMORY));
}

void tst_ConsoleIo::otherDevices_areNoConsoles()
{
    const OwnedHandle nothing(
        os::toNative(::CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr)));
    QVERIFY(nothing.isValid());
    QVERIFY(!ConsoleIo::isConsole(nothing.get()));
    QVERIFY(!ConsoleIo::isConsole(OwnedHandle::Invalid));
}

QTEST_APPLESS_MAIN(tst_ConsoleIo)
#include "tst_consoleio.moc"
