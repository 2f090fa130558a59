// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qshareddata.h>

namespace QtInterprocess {

class SharedMemoryData;

/*!
    Memory that processes share without a name: its handle travels with a message.

    The producer creates the memory, fills it, and sends a handle. The consumer maps the handle and
    reads the same memory. No byte is copied, whatever the size:

    \code
    SharedMemory frame = SharedMemory::create(size, &error); // the producer
    draw(frame.data());
    frame.seal();
    handles.push_back(frame.handle());
    socket.write("frame", std::move(handles));

    SharedMemory frame = SharedMemory::map(std::move(handle)); // the consumer
    show(frame.constData(), frame.size());
    \endcode

    The memory has no name in any file system. The system frees it when the last process that uses
    it has ended, also after a crash.

    SharedMemory is a value type. All copies are the same memory with the same mapping, and a
    change by one copy is seen by all. The last copy unmaps the memory and closes the handle.

    \section1 Memory of strangers
    A process must not read shared memory that its owner can truncate: reading behind the end
    raises \c SIGBUS. map() therefore checks a handle, and refuses memory that can become smaller.
    copy() accepts such memory, and copies it without mapping it.

    Until the memory is sealed for everyone, its content can change while you read it. Check such
    data after you have copied it.

    One risk remains on Linux with strict overcommit (\c vm.overcommit_memory is 2). A sender that
    can still write can take pages away. If no memory is left to replace one, reading it raises
    \c SIGBUS. Accept only memory for which isSealed() is true there.

    \section1 Systems
    \table
    \header \li system \li memory \li map() of a handle from another process \li seal()
    \row \li Linux, FreeBSD \li sealed \c memfd \li if it cannot shrink \li by the system
    \row \li Linux without \c memfd_create (sandbox) \li \c shm_open, without a name \li if it
        cannot shrink \li by handles
    \row \li macOS \li \c shm_open, without a name \li always: it cannot be resized \li by handles
    \row \li other Unix \li \c shm_open, without a name \li refused, use copy() \li by handles
    \row \li Windows \li unnamed section of the page file \li if all of it is committed \li by
        handles
    \endtable

    A seal "by the system" is checked by the kernel for every process. A seal "by handles" means
    that no process gets a handle that permits writing. It fails if handle() has returned such a
    handle before. FreeBSD, and Linux before 5.1, seal for other writers by handles.

    With \c shm_open the memory has a name for a moment, while it is created. A process that is
    killed at that moment leaves the name of an empty object behind.

    On Windows a section has whole pages: a receiver's size() is rounded up, with zeros at the end.

    \section1 Threads and children
    Use copies in different threads as those of any implicitly shared class. No thread may write to
    the memory while another calls seal().

    A child of \c fork() inherits the mapping and shares the memory with its parent. It may use,
    send and destroy its copies. If it was forked before seal(), the memory counts as used for
    writing by another process until the child has destroyed its copies or called \c exec().

    System calls: \c memfd_create, \c fallocate, \c fcntl(F_ADD_SEALS), \c shm_open, \c mmap;
    \c CreateFileMapping, \c MapViewOfFile.

    \sa OwnedHandle
*/
class QTINTERPROCESS_EXPORT SharedMemory
{
    Q_GADGET

public:
    /*! What a mapping or a handle permits. */
    enum class Mode : int {
        ReadOnly, //!< Reading.
        ReadWrite, //!< Reading and writing.
    };
    Q_ENUM(Mode)

    /*! Who may not write any more. */
    enum class Seal : int {
        OtherWriters, //!< Only mappings that exist now can write. No new one can.
        Everyone, //!< Nobody can write: the content never changes again.
    };
    Q_ENUM(Seal)

    /*! Constructs an object without memory. */
    SharedMemory() noexcept;

    /*! Constructs a copy of \a other, which is the same memory. */
    SharedMemory(const SharedMemory &other) noexcept;

    /*! Takes the memory of \a other, which is null afterwards. */
    SharedMemory(SharedMemory &&other) noexcept;

    /*! Makes this object a copy of \a other, which is the same memory. */
    SharedMemory &operator=(const SharedMemory &other) noexcept;

    /*! Takes the memory of \a other. */
    SharedMemory &operator=(SharedMemory &&other) noexcept;

    /*! Destroys the object. The last copy unmaps the memory and closes its handle. */
    ~SharedMemory();

    /*! Exchanges the memory with that of \a other. */
    void swap(SharedMemory &other) noexcept { d.swap(other.d); }

    /*!
        Creates memory of \a size bytes, filled with zeros, that this process can read and write.

        The memory is reserved, so that no later access fails. On failure returns a null object and
        sets \a error. A size of 0 or less is Error::InvalidOperation. More than the machine has is
        Error::ResourceExhausted. The limit of a container is no error: if it is exceeded, the
        system ends a process of the container.
    */
    static SharedMemory create(qint64 size, Error *error = nullptr);

    /*!
        Maps the memory of \a handle, as \a mode says, after checking that reading it cannot fail.

        On failure returns a null object, sets \a error, and closes \a handle. These are refused
        with Error::InvalidOperation:

        \list
        \li a handle of another kind: a file, a socket, a pipe, memory of huge pages
        \li memory of no size
        \li memory that its sender can shrink; copy() accepts it
        \li memory with holes: reading them would take memory of this process; copy() accepts it
        \endlist

        If \a mode is ReadWrite, a handle that permits reading only, or sealed memory, is refused
        with Error::AccessDenied. On Linux, FreeBSD and Windows the call does not block, whatever
        the handle is. Elsewhere a file of a FUSE file system can block it.
    */
    static SharedMemory map(OwnedHandle handle, Mode mode = Mode::ReadOnly, Error *error = nullptr);

    /*!
        Copies the memory of \a handle into new memory that this process can read and write.

        It accepts memory that map() refuses because its sender can shrink it, and never raises
        \c SIGBUS. If there are more than \a maximumSize bytes, it fails with Error::MessageTooLarge
        and allocates nothing. It fails with Error::PartialMessage if the memory shrinks meanwhile.
        Handles of another kind are refused as by map(). On failure returns a null object and sets
        \a error. The handle is closed in any case.

        If the sender writes at the same time, the copy has some of the old and some of the new
        bytes.
    */
    static SharedMemory copy(OwnedHandle handle, qint64 maximumSize, Error *error = nullptr);

    /*! Returns \c true if the object has no memory. */
    bool isNull() const noexcept { return !d; }

    /*! Returns the size in bytes; 0 if the object is null. */
    qint64 size() const noexcept;

    /*! Returns the first byte, for reading; a null pointer if the object is null. */
    const char *constData() const noexcept;

    /*!
        Returns the first byte, for writing; a null pointer if isReadOnly().

        It never copies. All processes and all copies of this object see what is written.
    */
    char *data() noexcept;

    /*! Returns \c true if this object cannot write, and if it is null. */
    bool isReadOnly() const noexcept;

    /*!
        Returns \c true if it is known that nobody can write: the content never changes again.

        A receiver knows it on Linux and FreeBSD, of memory that was sealed before map(). Elsewhere
        only the object that was sealed, and its copies, return \c true.
    */
    bool isSealed() const noexcept;

    /*!
        Takes the right to write from others or from everyone, as \a seal says. It is final.

        With Everyone this object and its copies become read-only; the memory keeps its address.
        Other threads may read meanwhile. Returns \c false and sets \a error on failure:

        \list
        \li Error::InvalidOperation: the object is null or read-only, another thread seals it, or
            another mapping can write. That mapping belongs to another process or to another
            SharedMemory. Nothing has changed.
        \li Error::Unsupported: this system seals by handles, and handle() has returned one that
            permits writing, or the memory was received. Nothing has changed.
        \endlist

        If Everyone fails after OtherWriters has succeeded, the object is read-only nevertheless.
        Sealing twice is no error.
    */
    bool seal(Seal seal = Seal::Everyone, Error *error = nullptr);

    /*!
        Returns a new handle of the memory, to be sent to another process.

        A handle that permits reading only cannot be mapped for writing. The exception is memory
        that was sealed for everyone, which no handle can write. On Linux, a process of the same
        user can turn a handle for reading into one for writing, unless the memory is sealed. If
        \a mode is ReadWrite, and the object is sealed or was mapped for reading, the call fails
        with Error::AccessDenied. If the system has no handle for reading only, it fails with
        Error::Unsupported: seal the memory first. On failure returns an invalid handle and sets
        \a error.
    */
    OwnedHandle handle(Mode mode = Mode::ReadOnly, Error *error = nullptr) const;

    /*!
        Returns the memory as a byte array, without a copy.

        The array and its copies stay valid when all objects of this memory are gone. A change of
        an array makes a copy of the bytes, as with any implicitly shared class. If the memory is
        not sealed, the bytes can change when another process or data() writes.

        The memory is unmapped when no object and no array uses it any more. If the arrays live
        longer, it is unmapped later, when any SharedMemory of this process is created or destroyed.

        No null byte follows the bytes, as with QByteArray::fromRawData().
    */
    QByteArray toByteArray() const;

private:
    explicit SharedMemory(SharedMemoryData *data) noexcept;

    QExplicitlySharedDataPointer<SharedMemoryData> d;
};

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::SharedMemory)
