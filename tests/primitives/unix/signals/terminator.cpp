// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// What tst_termination starts: a program that ends when it is asked to. Its argument is what it does.

#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qmetaobject.h>

#include <cstdio>
#include <cstring>

#include <signal.h>
#include <unistd.h>

using namespace QtInterprocess;

static void say(const char *text)
{
    std::printf("%s\n", text);
    std::fflush(stdout);
}

int main(int argc, char **argv)
{
    const char *const what = argc > 1 ? argv[1] : "";
    Termination termination;
    if (std::strcmp(what, "early") == 0)
        ::raise(SIGTERM);
    if (std::strcmp(what, "hung") == 0) {
        say("READY");
        for (;;)
            ::pause();
    }
    QCoreApplication app(argc, argv);
    if (std::strcmp(what, "stay") == 0)
        termination.setSecondInterruptEnds(false);
    if (std::strcmp(what, "leave") == 0)
        termination.setReasonHandled(Termination::Reason::HangUp, false);
    QObject::connect(&termination, &Termination::requested, &app, [&](Termination::Reason reason) {
        say(QMetaEnum::fromType<Termination::Reason>().valueToKey(int(reason)));
        if (std::strcmp(what, "reset") == 0 && reason == Termination::Reason::Interrupt) {
            termination.reset();
            say("RESET"); // from here on the next one is a first one
        }
    });
    if (std::strcmp(what, "keep") == 0 || std::strcmp(what, "stay") == 0)
        termination.setQuitsApplication(false);
    QMetaObject::invokeMethod(
        &app, [] { say("READY"); }, Qt::QueuedConnection);
    const int code = app.exec();
    say("CLEAN");
    return code;
}
