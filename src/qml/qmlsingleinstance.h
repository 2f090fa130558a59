// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/singleinstance.h>

#include <QtQml/qqmlparserstatus.h>
#include <QtQml/qqmlregistration.h>

#include <memory>

namespace QtInterprocess {

/*!
    \qmltype SingleInstance
    Lets the program run once. Decided when the component is complete, which takes as long as the constructor of the C++ class; a program with a
    \c main() of its own does it there, before anything is loaded, and gives the object to QML.

    \qml
    SingleInstance {
        applicationId: "org.example.App"
        onRequestReceived: (args, directory) => { open(args, directory); window.raise() }
        onSecondary: Qt.exit(forward())
    }
    \endqml
*/
class QmlSingleInstance : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_NAMED_ELEMENT(SingleInstance)

    Q_PROPERTY(QString applicationId READ applicationId WRITE setApplicationId NOTIFY applicationIdChanged FINAL)
    /*! \qmlproperty bool SingleInstance::primary */
    Q_PROPERTY(bool primary READ isPrimary NOTIFY primaryChanged FINAL)
    /*! \qmlproperty error SingleInstance::error
        Why it is not certain who is the primary, or what the last forward() has failed with. */
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY errorChanged FINAL)

public:
    explicit QmlSingleInstance(QObject *parent = nullptr) : QObject(parent) { }

    QString applicationId() const { return m_id; }
    void setApplicationId(const QString &id);
    bool isPrimary() const { return m_primary; }
    Error error() const { return m_error; }

    /*! \qmlmethod int SingleInstance::forward()
        Hands the arguments of this process to the primary, and returns the exit code that it answers. Blocks. May be called again. */
    Q_INVOKABLE int forward();

Q_SIGNALS:
    /*! \qmlsignal SingleInstance::requestReceived(list<string> args, string workingDirectory, string activationToken)
        Answered with 0 when the handlers are done. Requests wait until there is a handler. */
    void requestReceived(const QStringList &args, const QString &workingDirectory, const QString &activationToken);
    /*! \qmlsignal SingleInstance::secondary()
        There is a primary already. */
    void secondary();
    void applicationIdChanged();
    void primaryChanged();
    void errorChanged();

protected:
    void connectNotify(const QMetaMethod &signal) override;

private:
    Q_DISABLE_COPY_MOVE(QmlSingleInstance)

    void classBegin() override { }
    void componentComplete() override;
    void serve();
    void note();

    QString m_id;
    Error m_error;
    bool m_primary = false;
    bool m_isServing = false;
    std::unique_ptr<SingleInstance> m_instance;
};

} // namespace QtInterprocess
