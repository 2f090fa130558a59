// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/credentials.h>
#include <QtInterprocess/global.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qshareddata.h>
#include <QtCore/qstring.h>

#include <type_traits>

namespace QtInterprocess {

class ErrorData;
class ErrorText;

/*!
    Describes what went wrong: a code, the system's error number, the operation and its subject.

    Every class returns one from error() and passes it to errorOccurred(). A default-constructed
    Error means "no error" and allocates nothing. In a condition it is \c true if there is an
    error:

    \code
    if (!server.listen(name))
        qWarning() << server.error().message();
    // listen on "/run/user/1000/app": the name is in use by process 4711
    \endcode

    Compare with a code to decide what to do: \c {if (server.error() == Error::NameInUse)}.

    Error is a value type, implicitly shared, and as large as a pointer.
*/
class QTINTERPROCESS_EXPORT Error
{
    Q_GADGET
    Q_PROPERTY(bool isError READ isError CONSTANT)
    Q_PROPERTY(QtInterprocess::Error::Code code READ code CONSTANT)
    Q_PROPERTY(int nativeCode READ nativeCode CONSTANT)
    Q_PROPERTY(QString operation READ operation CONSTANT)
    Q_PROPERTY(QString subject READ subject CONSTANT)
    Q_PROPERTY(QString message READ message CONSTANT)

public:
    /*! The kind of an error, the same on every platform. */
    enum Code : int {
        NoError, //!< There is no error.
        NotFound, //!< Nothing has that name: no server was ever there, or it removed its name.
        ConnectionRefused, //!< The name exists, but no process listens on it.
        NameInUse, //!< A running server owns the name; message() contains its process ID if it is known.
        NameTooLong, //!< The name has more bytes than this system supports; message() contains the limit.
        InvalidName, //!< Not a valid name, or a foreign object has its place. That object is left unchanged.
        AccessDenied, //!< The operating system or the check of the peer's credentials refused access.
        TimedOut, //!< The time limit passed first.
        PeerClosed, //!< The peer closed the connection before it had read all output.
        ResourceExhausted, //!< No free descriptors, memory or buffers. Servers pause and continue by themselves.
        InvalidOperation, //!< Not possible in this state; nothing has changed.
        Unsupported, //!< This platform does not support it; the class describes the platforms.
        MessageTooLarge, //!< The message is larger than the transport or the limit allows. Nothing was sent.
        PartialMessage, //!< Only part of the message was sent or received.
        InvalidMessage, //!< Received bytes do not follow the expected format.
        NameLost, //!< Another process owns the name of this server or socket now; new peers cannot reach it.
        OtherError, //!< Any other error; see nativeCode().
    };
    Q_ENUM(Code)

    /*! Constructs an object that means "no error". */
    Error() noexcept;

    /*!
        Constructs an error with \a code, the system's \a nativeCode, \a operation and \a subject.

        \a detail becomes reason(). With the code NoError it means "no error".
    */
    Error(Code code, int nativeCode, const QString &operation, const QString &subject = QString(),
          const QString &detail = QString());

    /*!
        \internal
        Constructs an error with a translatable \a detail; \c Text is ErrorText.

        \a code, \a nativeCode, \a operation and \a subject are those of the other constructor.
    */
    template <typename Text, typename = std::enable_if_t<std::is_same_v<Text, ErrorText>>>
    Error(Code code, int nativeCode, const QString &operation, const QString &subject, const Text &detail);

    /*! Copies \a other. */
    Error(const Error &other) noexcept;

    /*! Moves \a other into a new object. */
    Error(Error &&other) noexcept;

    /*! Assigns \a other to this object. */
    Error &operator=(const Error &other) noexcept;

    /*! Moves \a other into this object. */
    Error &operator=(Error &&other) noexcept;

    /*! Destroys the object. */
    ~Error();

    /*! Returns \c true if there is an error. */
    explicit operator bool() const noexcept { return isError(); }

    /*! Returns \c true if there is an error. */
    bool isError() const noexcept { return d.constData() != nullptr; }

    /*! Returns the code to decide by; NoError if there is no error. */
    Code code() const noexcept;

    /*! Returns the value of \c errno or \c GetLastError(); 0 if no system call failed. */
    int nativeCode() const noexcept;

    /*! Returns the failed operation in English, to precede subject(): "listen on", "connect to". */
    QString operation() const;

    /*! Returns the name or path that the operation was applied to; empty if it has no name. */
    QString subject() const;

    /*!
        Returns one sentence for users: \c {operation "subject": reason}.

        The language is that of the QTranslator installed when message() is called, or English
        without one. An error stores its English text. So it also follows a language that is
        chosen later, and errors that are equal in one language are equal in all. See
        docs/translations.md.
    */
    QString message() const;

    /*!
        Returns the last part of message(): the cause, and after a semicolon what to do.

        The text is translated as message() is. The text of the operating system follows in
        brackets if it adds something. It stands alone if the library has no text of its own. The
        page "Errors" explains each code.
    */
    QString reason() const;

    /*!
        Returns the process that caused the error; all fields are empty if it is unknown.

        For errors of SingleInstance it is the primary. Comparison of errors ignores it.
    */
    PeerCredentials peer() const;

    /*! Returns a copy of this error with \a subject. */
    Error withSubject(const QString &subject) const;

    /*! Returns a copy of this error with \a peer. */
    Error withPeer(const PeerCredentials &peer) const;

    /*! Returns \c true if \a a and \a b are equal in everything but peer(). */
    friend bool operator==(const Error &a, const Error &b) noexcept { return a.equals(b); }

    /*! Returns \c true if \a a and \a b differ in more than peer(). */
    friend bool operator!=(const Error &a, const Error &b) noexcept { return !a.equals(b); }

    /*! Returns \c true if \a error has the code \a code. */
    friend bool operator==(const Error &error, Code code) noexcept { return error.code() == code; }

    /*! Returns \c true if \a error has another code than \a code. */
    friend bool operator!=(const Error &error, Code code) noexcept { return error.code() != code; }

    /*! Returns \c true if \a error has the code \a code. */
    friend bool operator==(Code code, const Error &error) noexcept { return error.code() == code; }

    /*! Returns \c true if \a error has another code than \a code. */
    friend bool operator!=(Code code, const Error &error) noexcept { return error.code() != code; }

private:
    friend class ErrorText;
    bool equals(const Error &other) const noexcept;

    QSharedDataPointer<ErrorData> d;
};

/*!
    Writes the message of \a error to \a debug in English; "no error" if there is none.

    Logs are in English, whatever QTranslator is installed.
*/
QTINTERPROCESS_EXPORT QDebug operator<<(QDebug debug, const Error &error);

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::Error)
