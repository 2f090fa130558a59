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
    A request that another start of the program has forwarded to the primary; the primary answers
    it.

    SingleInstance::requestReceived() and SingleInstance::replaceRequested() pass it to your slot.
    It is a value; all copies are the same request. When the last copy is destroyed without
    reply(), the answer is 0. A slot that finishes its work need not answer. A slot that needs
    time keeps a copy and answers later:

    \code
    void Editor::serve(const InstanceRequest &request) // "program --wait file"
    {
        Document *document = open(request.arguments().value(1), request.workingDirectory());
        connect(document, &Document::closed, this, [request] { request.reply(0); });
    }
    \endcode

    Every copy delays the answer: in a list, in a lambda, or in a QSignalSpy.

    \section1 Threads
    Use it in any thread. reply() may be called, and the last copy destroyed, in another thread
    than that of the SingleInstance. The SingleInstance then needs its event loop to send the
    answer. If the other process has ended, the answer has no effect.

    \sa SingleInstance
*/
class QTINTERPROCESS_EXPORT InstanceRequest
{
    Q_GADGET
    Q_PROPERTY(QStringList arguments READ arguments CONSTANT)
    Q_PROPERTY(QString workingDirectory READ workingDirectory CONSTANT)
    Q_PROPERTY(QString activationToken READ activationToken CONSTANT)
    Q_PROPERTY(QByteArray payload READ payload CONSTANT)

public:
    /*! Constructs a null request. */
    InstanceRequest();

    /*! Constructs a copy of \a other, which is the same request. */
    InstanceRequest(const InstanceRequest &other) noexcept;

    /*! Makes this object a copy of \a other, which is the same request. */
    InstanceRequest &operator=(const InstanceRequest &other) noexcept;

    /*! Destroys the copy. If it is the last one and no reply was sent, the answer is 0. */
    ~InstanceRequest();

    /*! Returns \c true if this is not a request. */
    bool isNull() const noexcept { return !m_d; }

    /*!
        Returns the forwarded arguments; the first one is the program.

        By default they are the arguments of \c main() in the other process.
    */
    QStringList arguments() const;

    /*!
        Returns the arguments as bytes.

        On Unix these are the original bytes: a file name need not be text in any encoding. On
        Windows they are UTF-8.
    */
    QList<QByteArray> rawArguments() const;

    /*! Returns the directory that relative paths in the arguments refer to. */
    QString workingDirectory() const;

    /*! Returns the variables named by SingleInstance::setForwardedEnvironment() that were set. */
    QMap<QString, QString> environment() const;

    /*!
        Returns the token with which a window of this program may come to the front.

        It is the value of \c XDG_ACTIVATION_TOKEN, or else \c DESKTOP_STARTUP_ID, in the other
        process. activateWindow() uses it. On Windows no token is needed: the other process has
        given permission by \c AllowSetForegroundWindow.
    */
    QString activationToken() const;

    /*! Returns the bytes set by SingleInstance::setPayload(). */
    QByteArray payload() const;

    /*!
        Returns the process that has forwarded the request.

        Its user is the user of this process, as far as the system reports it, or root.
    */
    PeerCredentials sender() const;

    /*! Returns \c true if the request was answered. */
    bool isAnswered() const noexcept;

    /*!
        Answers the request: SingleInstance::forward() returns \a exitCode in the other process.

        \a data is what SingleInstance::reply() returns there, at most 16 MiB. With more data the
        other process fails with PeerClosed. Only the first call has an effect.
    */
    Q_INVOKABLE void reply(int exitCode = 0, const QByteArray &data = QByteArray()) const;

private:
    friend class InstancePrimary;
    explicit InstanceRequest(std::shared_ptr<InstanceRequestData> data);

    std::shared_ptr<InstanceRequestData> m_d;
};

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::InstanceRequest)
