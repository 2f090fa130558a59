// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/qmlpeercredentials.h"

#include <QtInterprocess/instancerequest.h>

#include <QtCore/qvariant.h>
#include <QtQml/qjsvalue.h>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace QtInterprocess {

class QmlSingleInstance;

/*!
    \qmlvaluetype instanceRequest
    A request that another start of the program has forwarded to this one.

    It is answered with 0 when the handlers have returned, unless one has called reply() or replyLater(). Copies are the same request.

    \qml
    SingleInstance {
        applicationId: "org.example.App"
        onRequestReceived: (request) => {
            if (!window.open(request.arguments[1], request.workingDirectory))
                request.reply(1, "cannot be opened")
        }
    }
    \endqml
*/
class QmlInstanceRequest
{
    Q_GADGET
    QML_VALUE_TYPE(instanceRequest)

    /*! \qmlproperty list<string> instanceRequest::arguments
        The arguments of the other process; the first one is the program. */
    Q_PROPERTY(QStringList arguments READ arguments CONSTANT FINAL)

    /*! \qmlproperty string instanceRequest::workingDirectory
        The folder that relative paths in the arguments refer to. */
    Q_PROPERTY(QString workingDirectory READ workingDirectory CONSTANT FINAL)

    /*! \qmlproperty var instanceRequest::environment
        The variables that SingleInstance::forwardedEnvironment of the other process names, as properties of an object. */
    Q_PROPERTY(QVariantMap environment READ environment CONSTANT FINAL)

    /*! \qmlproperty string instanceRequest::activationToken
        The token by which the window system lets a window of this program come to the front. activate() uses it. */
    Q_PROPERTY(QString activationToken READ activationToken CONSTANT FINAL)

    /*! \qmlproperty ArrayBuffer instanceRequest::payload
        The bytes of SingleInstance::payload of the other process. */
    Q_PROPERTY(QByteArray payload READ payload CONSTANT FINAL)

    /*! \qmlproperty string instanceRequest::payloadText
        The payload as UTF-8 text. */
    Q_PROPERTY(QString payloadText READ payloadText CONSTANT FINAL)

    /*! \qmlproperty peerCredentials instanceRequest::sender
        The process that has forwarded the request. */
    Q_PROPERTY(QtInterprocess::QmlPeerCredentials sender READ sender CONSTANT FINAL)

    /*! \qmlproperty bool instanceRequest::answered
        Whether the request has been answered. */
    Q_PROPERTY(bool answered READ isAnswered FINAL)

public:
    QmlInstanceRequest() = default;
    QmlInstanceRequest(const InstanceRequest &request, QmlSingleInstance *instance);

    QStringList arguments() const { return m_request.arguments(); }
    QString workingDirectory() const { return m_request.workingDirectory(); }
    QVariantMap environment() const;
    QString activationToken() const { return m_request.activationToken(); }
    QByteArray payload() const { return m_request.payload(); }
    QString payloadText() const { return QString::fromUtf8(m_request.payload()); }
    QmlPeerCredentials sender() const { return QmlPeerCredentials(m_request.sender()); }
    bool isAnswered() const { return m_request.isAnswered(); }

    /*! \qmlmethod bool instanceRequest::reply(int exitCode, data)
        Ends the other process with an exit code, 0 by default. Its SingleInstance::reply is \a data: text or bytes of at most 16 MiB, none by
        default. Only the first answer counts. Returns \c false, and answers nothing, if \a data is neither text nor bytes. */
    Q_INVOKABLE bool reply(int exitCode = 0, const QJSValue &data = QJSValue()) const;

    /*! \qmlmethod instanceRequest::replyLater()
        Leaves the request unanswered when the handlers return. Keep the request, and call reply() on it; if the last copy is collected as
        garbage, the answer is 0. */
    Q_INVOKABLE void replyLater() const;

    /*! \qmlmethod bool instanceRequest::activate(Window window)
        Brings a window of this program to the front: shows it, restores it if it is minimized, raises it, and gives it the focus as far as the
        window system lets it. Call it in the handler. Returns \c false if \a window is none. activateWindow() of C++ does more, because it
        uses Qt Gui: a window that was maximized before stays so, and the window manager of X11 gets the time of the launch. */
    Q_INVOKABLE bool activate(QObject *window) const;

    // Answers with 0 what no handler has answered or kept.
    void handled() const;

private:
    struct Shared;

    InstanceRequest m_request;
    std::shared_ptr<Shared> m_shared;
};

} // namespace QtInterprocess
