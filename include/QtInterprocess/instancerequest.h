// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/credentials.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qmap.h>
#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qstringlist.h>

#include <memory>

namespace QtInterprocess {

class InstanceRequestData;

/*!
    What another start of the program has forwarded to this one, and the way to answer it. See SingleInstance.

    A value; copies are the same request. When the last copy is gone without reply(), the answer is 0. So a slot that does its work at once need
    not answer, and one that needs time keeps a copy, and answers when it is done:

    \code
    connect(&instance, &SingleInstance::requestReceived, this, [this](const InstanceRequest &request) {
        Document *document = open(request.arguments().value(1), request.workingDirectory());
        connect(document, &Document::closed, this, [request] { request.reply(0); }); // "program --wait file"
    });
    \endcode

    Whatever keeps a copy owes the answer: a list, a lambda, a QSignalSpy.

    Thread: any; reply() and the last copy may be in another one than the SingleInstance, which needs its event loop to send the answer then.
    An answer that comes when the other process has gone does nothing.
*/
class QTINTERPROCESS_EXPORT InstanceRequest
{
    Q_GADGET
    Q_PROPERTY(QStringList arguments READ arguments CONSTANT)
    Q_PROPERTY(QString workingDirectory READ workingDirectory CONSTANT)
    Q_PROPERTY(QString activationToken READ activationToken CONSTANT)
    Q_PROPERTY(QByteArray payload READ payload CONSTANT)

public:
    /*! No request. */
    InstanceRequest();
    InstanceRequest(const InstanceRequest &other) noexcept;
    InstanceRequest &operator=(const InstanceRequest &other) noexcept;
    ~InstanceRequest();

    bool isNull() const noexcept { return !m_d; }

    /*! As \c main() of the other process got them; the first one is the program. */
    QStringList arguments() const;

    /*! The same as bytes, on Unix: the name of a file need not be text in any encoding. UTF-8 on Windows. */
    QList<QByteArray> rawArguments() const;

    /*! What relative paths in the arguments are relative to. */
    QString workingDirectory() const;

    /*! The variables that SingleInstance::setForwardedEnvironment() has named, as far as they were set. */
    QMap<QString, QString> environment() const;

    /*!
        Lets a window of this program come to the front, although the user has just worked in another one: the value of
        \c XDG_ACTIVATION_TOKEN, or else of \c DESKTOP_STARTUP_ID, of the other process. On Windows there is nothing to be done with it: the
        other process has allowed it (\c AllowSetForegroundWindow).
    */
    QString activationToken() const;

    /*! What SingleInstance::setPayload() has added. */
    QByteArray payload() const;

    /*! The process that has forwarded it. The user is the same, as far as the system tells; or root. */
    PeerCredentials sender() const;

    bool isAnswered() const noexcept;

    /*!
        Ends the other process with \a exitCode, which is what its SingleInstance::forward() returns; \a data is what its
        SingleInstance::reply() returns, at most 16 MiB; with more the other process fails with PeerClosed. Only the first one counts.
    */
    void reply(int exitCode = 0, const QByteArray &data = QByteArray()) const;

private:
    friend class InstancePrimary;
    explicit InstanceRequest(std::shared_ptr<InstanceRequestData> data);

    std::shared_ptr<InstanceRequestData> m_d;
};

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::InstanceRequest)
