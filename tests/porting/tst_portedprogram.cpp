// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs the QLocalSocket program that the script has ported.

#include "testsupport/testsupport.h"

using namespace TestSupport;

class tst_PortedProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void echo();

private:
    PrivateRuntimeDirectory m_runtime;
};

void tst_PortedProgram::echo()
{
    Peer program({}, QStringLiteral(PORTED_PROGRAM));
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.process.exitCode(), 0);
}

QTEST_GUILESS_MAIN(tst_PortedProgram)
#include "tst_portedprogram.moc"
