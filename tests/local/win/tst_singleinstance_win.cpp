// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the mutex that elects the primary among the processes of a user. One of them may run as
// an administrator.

#include "local/instancename.h"
#include "os/win/security.h"
#include "testsupport/testsupport.h"
#include "testsupport/win/rawpipe.h"

#include <QtInterprocess/SingleInstance>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_SingleInstance_Win : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_id = uniqueName(); }
    void inaccessibleMutex_meansAPrimaryExists();
    void ownMutex_isAccessibleToTheUser();

private:
    QString mutexName() const
    {
        const QString path = instanceName(m_id, SingleInstance::Scope::User).fullName();
        return QStringLiteral("Global\\QtInterprocess-") + path.mid(path.lastIndexOf(QLatin1Char('\\')) + 1);
    }

    QString m_id;
};

void tst_SingleInstance_Win::inaccessibleMutex_meansAPrimaryExists()
{
    const auto descriptor = os::SecurityDescriptor::fromSddl(QStringLiteral("D:P(A;;GA;;;SY)"));
    QVERIFY(descriptor);
    SECURITY_ATTRIBUTES attributes = { sizeof attributes, descriptor->get(), FALSE };
    OwnedHandle mutex = Raw::own(::CreateMutexW(&attributes, FALSE, Raw::wide(mutexName())));
    QVERIFY(mutex);
    SingleInstance::Options options;
    options.setTimeout(300);
    {
        const SingleInstance second(m_id, options);
        QCOMPARE(second.role(), SingleInstance::Role::Secondary);
        QCOMPARE(second.error().code(), Error::TimedOut);
    }
    mutex.reset();
    const SingleInstance alone(m_id, options);
    QCOMPARE(alone.role(), SingleInstance::Role::Primary);
}

void tst_SingleInstance_Win::ownMutex_isAccessibleToTheUser()
{
    const SingleInstance instance(m_id);
    QCOMPARE(instance.role(), SingleInstance::Role::Primary);
    const OwnedHandle mutex = Raw::own(::OpenMutexW(READ_CONTROL | SYNCHRONIZE, FALSE, Raw::wide(mutexName())));
    QVERIFY(mutex);
    const auto user = os::currentUser();
    QVERIFY(user);
    const QString text = Raw::securityOf(mutex.get());
    QVERIFY2(text.contains(*user), qPrintable(text));
}

QTEST_GUILESS_MAIN(tst_SingleInstance_Win)
#include "tst_singleinstance_win.moc"
