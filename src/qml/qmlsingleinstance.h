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
        onRequestReceived: (arguments, directory) => { open(arguments, directory); window.raise() }
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
    Q_PROPERTY(bool primary READ isPrimary NOTIFY roleChanged FINAL)
    Q_PROPERTY(QtInterprocess::Error error READ error NOTIFY roleChanged FINAL)

public:
    explicit QmlSingleInstance(QObject *parent = nullptr) : QObject(parent) { }

    QString applicationId() const { return m_id; }
    void setApplicationId(const QString &id);
    bool isPrimary() const { return m_instance && m_instance->isPrimary(); }
    Error error() const { return m_instance ? m_instance->error() : Error(); }

    /*! \qmlmethod int SingleInstance::forward()
        Hands the arguments of this process to the primary, and returns the exit code that it answers. Blocks. */
    Q_INVOKABLE int forward();

Q_SIGNALS:
    /*! \qmlsignal SingleInstance::requestReceived(list<string> arguments, string workingDirectory, string activationToken)
        Answered with 0 when the handlers are done. */
    void requestReceived(const QStringList &arguments, const QString &workingDirectory, const QString &activationToken);
    /*! \qmlsignal SingleInstance::secondary()
        There is a primary already. */
    void secondary();
    void applicationIdChanged();
    void roleChanged();

private:
    void classBegin() override { }
    void componentComplete() override;

    QString m_id;
    std::unique_ptr<SingleInstance> m_instance;
};

} // namespace QtInterprocess
