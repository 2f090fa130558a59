// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Another user, a stranger, and the places of the user's generic names. A test that runs as root
// takes their identity for a while.

#pragma once

#include "testsupport/testsupport.h"
#include "testsupport/unix/rawunix.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <memory>

#include <grp.h>

namespace OtherUsers {

// User IDs without a folder in /run/user.
constexpr uid_t User = 47101;
constexpr uid_t OtherUser = 47102;

// Changes the effective user of this process during its lifetime.
class As
{
public:
    explicit As(uid_t user) : m_done(::seteuid(user) == 0) { }
    ~As() { ::seteuid(0); }
    explicit operator bool() const { return m_done; }

private:
    Q_DISABLE_COPY(As)
    const bool m_done;
};

inline bool becomeOtherUser()
{
    return ::setgroups(0, nullptr) == 0 && ::setgid(OtherUser) == 0 && ::setuid(OtherUser) == 0;
}

class Places
{
public:
    // Makes a folder for temporary files that everybody can write to, as /tmp is.
    Places() : m_temporary(QFile::encodeName(m_dir.filePath(QStringLiteral("tmp"))))
    {
        m_ready = ::geteuid() == 0 && ::chmod(QFile::encodeName(m_dir.path()).constData(), 0755) == 0
            && ::mkdir(m_temporary.constData(), 0700) == 0 && ::chmod(m_temporary.constData(), 01777) == 0;
        qputenv("TMPDIR", m_temporary);
        qunsetenv("XDG_RUNTIME_DIR");
    }
    ~Places() { qunsetenv("TMPDIR"); }

    bool areReady() const { return m_ready; }
    QString below(const char *name) const { return m_dir.filePath(QString::fromLatin1(name)); }
    const QByteArray &temporary() const { return m_temporary; }
    QByteArray folder() const { return m_temporary + "/qtinterprocess-" + QByteArray::number(User); }
    QString inFolder(const QString &name) const { return QFile::decodeName(folder()) + QLatin1Char('/') + name; }
    static QByteArray abstract(const QString &name)
    {
        return "@qtinterprocess-" + QByteArray::number(User) + '/' + name.toUtf8();
    }
    static bool hasAbstract()
    {
        return QtInterprocess::LocalName::isSupported(QtInterprocess::LocalName::Kind::Namespaced);
    }

private:
    Q_DISABLE_COPY(Places)

    const QTemporaryDir m_dir;
    const QByteArray m_temporary;
    bool m_ready;
};

} // namespace OtherUsers
