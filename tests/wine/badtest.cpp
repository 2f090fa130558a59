// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// badtest MODE: a test that fails in the way of MODE, for the tests of scripts/wine-run.

#include <QtCore/QObject>
#include <QtCore/QSemaphore>
#include <QtTest/QTest>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

namespace {

class Probe : public QObject
{
    Q_OBJECT

public:
    explicit Probe(std::function<void()> act) : m_act(std::move(act)) { }

private Q_SLOTS:
    void act() { m_act(); }

private:
    std::function<void()> m_act;
};

// Runs a test object that does this, and returns the number of its failures.
int run(const std::function<void()> &act)
{
    Probe probe(act);
    return QTest::qExec(&probe, QStringList { QStringLiteral("badtest") });
}

void pass() { }

void fail()
{
    QFAIL("intended failure");
}

void crash()
{
    volatile int *volatile nowhere = nullptr; // volatile twice, so that the compiler keeps the write
    *nowhere = 1;
}

void abortIt()
{
    qFatal("intended failure");
}

void leave()
{
    std::exit(0);
}

void hang()
{
    std::fputs("hanging\n", stderr);
    std::fflush(stderr);
    QSemaphore().acquire();
}

} // namespace

int main(int argc, char *argv[])
{
    const std::map<std::string, std::function<int()>> modes = {
        { "pass", [] { return run(pass) + run(pass); } },
        { "fail", [] { return run(fail); } },
        { "fail-unseen", [] { return run(fail) * 0 + run(pass); } },
        { "crash", [] { return run(crash); } },
        { "abort", [] { return run(abortIt); } },
        { "exit", [] { return run(leave); } },
        { "exit-second", [] { return run(pass) + run(leave); } },
        { "status", [] { return run(pass) + 4; } },
        { "nothing", [] { return 0; } },
        { "hang", [] { return run(hang); } },
    };
    const auto mode = modes.find(argc == 2 ? argv[1] : "");
    return mode == modes.end() ? 99 : mode->second();
}

#include "badtest.moc"
