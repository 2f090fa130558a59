// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The program that tst_termination starts: it ends when it is asked to. Its argument selects the
// behaviour.

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

// Blocks all signals, as a careless parent process may do before it starts a child.
static void blockAll()
{
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

static bool isBlocked(int number)
{
    sigset_t mask;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    return sigismember(&mask, number) == 1;
}

static bool isBlockedAgain()
{
    blockAll();
    {
        const Termination termination;
        const Termination another;
        if (isBlocked(SIGTERM) || !isBlocked(SIGUSR1))
            return false;
    }
    return isBlocked(SIGTERM);
}

int main(int argc, char **argv)
{
    const char *const what = argc > 1 ? argv[1] : "";
    if (std::strcmp(what, "blocked") == 0)
        blockAll();
    if (std::strcmp(what, "blocked again") == 0)
        return isBlockedAgain() ? 0 : 1;
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
            say("RESET"); // the next request counts as the first again
        }
    });
    if (std::strcmp(what, "keep") == 0 || std::strcmp(what, "stay") == 0)
        termination.setQuitsApplication(false);
    QMetaObject::invokeMethod(
        &app, [] { say("READY"); }, Qt::QueuedConnection);
    const int code = app.exec();
    say("CLEAN");
    return termination.exitStatus(code);
}
